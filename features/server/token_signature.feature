Feature: The signature of an identity token
  The signature is all that ties the claims to the provider.

  @TOKEN-SIG-1
  Rule: A payload that was changed after signing is refused

    Scenario: a changed payload
      When a session is requested with each of these identity tokens
        | whose user was changed after signing |
        | whose exp was changed after signing  |
        | that was given a claim after signing |
      Then for each of them the identity token is refused

  @TOKEN-SIG-2
  Rule: A header that was changed after signing is refused

    Scenario: a changed header
      When a session is requested with each of these identity tokens
        | whose header was given a member after signing                |
        | whose header members were put in another order after signing |
      Then for each of them the identity token is refused

  @TOKEN-SIG-3
  Rule: A token without a signature is refused

    Scenario: an empty signature
      Given an identity token that opens a session
      When a session is requested with another identity token with an empty signature
      Then the identity token is refused

  @TOKEN-SIG-4
  Rule: A signature that is damaged is refused

    Scenario: a damaged signature
      When a session is requested with each of these identity tokens
        | whose signature lacks its last byte   |
        | whose signature lacks its second half |
        | whose signature has one bit flipped   |
        | whose signature has a byte too many   |
        | whose signature is all zeros          |
      Then for each of them the identity token is refused

  @TOKEN-SIG-5
  Rule: The signature of another token is refused

    Scenario: the provider's own signature, but of another token
      Given an identity token that opens a session
      When a session is requested with another identity token with the signature of another token
      Then the identity token is refused

    Scenario: a signature that the server has verified before
      Given an identity token that opens a session
      When a session is requested with an identity token that has the signature of one that opened a session
      Then the identity token is refused

  @TOKEN-SIG-6
  Rule: A signature by another key is refused

    Scenario Outline: <token>
      Given an identity token that opens a session
      When a session is requested with <token>
      Then the identity token is refused

      Examples: a key that is not registered
        | token                                        |
        | another identity token signed by another key |

      Examples: keys that the target knows, under the id of the right one
        | token                                                                            |
        | an identity token signed by another provider's key under the id of the right one |
        | an identity token signed by the disabled key under the id of the right one       |
