Feature: The documents' sample service
  What a client asks it for, in its own words.

  @CLIENT-SAMPLE-1
  Rule: A client asks the sample service for app_id, user_id and nonce

    Scenario: the request for alice's token
      When the client signs alice in
      Then on the wire, the sample service is asked as documented

    Scenario: the request for bob's token
      When the client signs bob in
      Then on the wire, the sample service is asked as documented

  @CLIENT-SAMPLE-2
  Rule: A client labels its request to the sample service

    Scenario: the labels of the request
      When the client signs alice in
      Then on the wire, the sample service is asked with its labels

  @CLIENT-SAMPLE-3
  Rule: A client asks the sample service nothing for an app in production

    Scenario: an app id in production
      Given at Layer, an app id in production
      When the client signs alice in
      Then on the wire, the sample service is left alone
