Feature: Errors
  Every refusal says what was wrong, in one form that programs can read and people can follow.

  @ERROR-ID-1
  Rule: Every error has an id

    Scenario Outline: the id of the error for <refusal>
      Given a right sign-in
      When <refusal> is refused
      Then the error has the documented id

      Examples: documented refusals
        | refusal                         |
        | a missing Accept header         |
        | a version that is not available |
        | an unknown app id               |
        | a token signed by another key   |
        | a token that has expired        |
        | a token without a claim         |
        | a token in two parts            |
        | a spent nonce                   |
        | an unknown session token        |
        | a deleted session token         |

  @ERROR-CODE-1
  Rule: Every error has a numeric code

    Scenario Outline: the code of the error for <refusal>
      Given a right sign-in
      When <refusal> is refused
      Then the error has the documented code

      Examples: documented refusals
        | refusal                         |
        | a missing Accept header         |
        | a version that is not available |
        | an unknown app id               |
        | a token signed by another key   |
        | a token that has expired        |
        | a token without a claim         |
        | a token in two parts            |
        | a spent nonce                   |
        | an unknown session token        |
        | a deleted session token         |

  @ERROR-MESSAGE-1
  Rule: Every error has a message

    Scenario Outline: the message of the error for <refusal>
      Given a right sign-in
      When <refusal> is refused
      Then the error has the documented message

      Examples: documented refusals
        | refusal                         |
        | a missing Accept header         |
        | a version that is not available |
        | an unknown app id               |
        | a token signed by another key   |
        | a token that has expired        |
        | a token without a claim         |
        | a token in two parts            |
        | a spent nonce                   |
        | an unknown session token        |
        | a deleted session token         |

  @ERROR-URL-1
  Rule: Every error has a url

    Scenario Outline: the url of the error for <refusal>
      Given a right sign-in
      When <refusal> is refused
      Then the error has the documented url

      Examples: documented refusals
        | refusal                         |
        | a missing Accept header         |
        | a version that is not available |
        | an unknown app id               |
        | a token signed by another key   |
        | a token that has expired        |
        | a token without a claim         |
        | a token in two parts            |
        | a spent nonce                   |
        | an unknown session token        |
        | a deleted session token         |

  @ERROR-DATA-1
  Rule: The data of an error, if present, is an object

    Scenario Outline: the data of the error for <refusal>
      Given a right sign-in
      When <refusal> is refused
      Then its data is an object or not there

      Examples: documented refusals
        | refusal                         |
        | a missing Accept header         |
        | a version that is not available |
        | an unknown app id               |
        | a token signed by another key   |
        | a token that has expired        |
        | a token without a claim         |
        | a token in two parts            |
        | a spent nonce                   |
        | an unknown session token        |
        | a deleted session token         |

  @ERROR-TYPE-1
  Rule: Every error is JSON and labelled so

    Scenario Outline: the label of the error for <refusal>
      Given a right sign-in
      When <refusal> is refused
      Then the error is labelled as JSON

      Examples: documented refusals
        | refusal                         |
        | a missing Accept header         |
        | a version that is not available |
        | an unknown app id               |
        | a token signed by another key   |
        | a token that has expired        |
        | a token without a claim         |
        | a token in two parts            |
        | a spent nonce                   |
        | an unknown session token        |
        | a deleted session token         |

  @ERROR-404-1
  Rule: An endpoint that does not exist is answered in the documented form

    Scenario Outline: <method> <path>
      Given a nonce
      When <method> <path> is requested, which does not exist
      Then the endpoint is named as unknown

      Examples: misspelled
        | method | path         |
        | POST   | /nonce       |
        | POST   | /session     |
        | GET    | /nowhere/1/2 |

  @ERROR-405-1
  Rule: A method that an endpoint does not have is answered in the documented form

    Scenario Outline: <method> on <path>
      Given a nonce
      When <method> <path> is requested, which takes other methods
      Then the method is named as not allowed, with those that are

      Examples: the wrong verb
        | method | path      |
        | GET    | /nonces   |
        | PUT    | /sessions |
        | DELETE | /nonces   |
