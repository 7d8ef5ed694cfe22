Feature: Errors
  Every refusal says what was wrong, in one form that programs can read and people can follow.

  The documented refusals are those of:
  - a missing Accept header
  - a version that is not available
  - an unknown app id
  - a token signed by another key
  - a token that has expired
  - a token without a claim
  - a token in two parts
  - a spent nonce
  - an unknown session token
  - a deleted session token

  @ERROR-ID-1
  Rule: Every error has an id

    Scenario: the id of every documented refusal
      Given an identity token that opens a session
      When every documented refusal is provoked
      Then every error has the documented id

  @ERROR-CODE-1
  Rule: Every error has a numeric code

    Scenario: the code of every documented refusal
      Given an identity token that opens a session
      When every documented refusal is provoked
      Then every error has the documented code

  @ERROR-MESSAGE-1
  Rule: Every error has a message

    Scenario: the message of every documented refusal
      Given an identity token that opens a session
      When every documented refusal is provoked
      Then every error has the documented message

  @ERROR-URL-1
  Rule: Every error has a url

    Scenario: the url of every documented refusal
      Given an identity token that opens a session
      When every documented refusal is provoked
      Then every error has the documented url

  @ERROR-DATA-1
  Rule: The data of an error, if present, is an object

    Scenario: the data of every documented refusal
      Given an identity token that opens a session
      When every documented refusal is provoked
      Then every error has data that is an object, or no data

  @ERROR-TYPE-1
  Rule: Every error is JSON and labelled so

    Scenario: the label of every documented refusal
      Given an identity token that opens a session
      When every documented refusal is provoked
      Then every error has a body that is JSON and labelled so

  @ERROR-404-1
  Rule: An endpoint that does not exist is answered in the documented form

    Scenario Outline: <method> <path>
      Given a nonce request that succeeds
      When <method> <path> is requested
      Then the endpoint is named as unknown

      Examples: misspelled
        | method | path         |
        | POST   | /nonce       |
        | POST   | /session     |
        | GET    | /nowhere/1/2 |

  @ERROR-405-1
  Rule: A method that an endpoint does not have is answered in the documented form

    Scenario Outline: <method> on <path>
      Given a nonce request that succeeds
      When <method> <path> is requested
      Then the method is refused, and the allowed ones are named

      Examples: the wrong verb
        | method | path      |
        | GET    | /nonces   |
        | PUT    | /sessions |
        | DELETE | /nonces   |
