Feature: Sessions
  An identity token opens a session for one user of one app.

  @SESSION-1
  Rule: An identity token opens a session

    Scenario: opening a session
      When a session is requested with a valid identity token
      Then a session is opened

  @SESSION-TYPE-1
  Rule: A session is answered as JSON and labelled so

    Scenario: the label of a session
      When a session is requested with a valid identity token
      Then a session is opened
      And the answer is labelled as JSON

  @SESSION-TYPE-2
  Rule: How a session request without a Content-Type is answered is reported

    Scenario: a session request without a Content-Type
      Given an identity token that opens a session
      When a session is requested without Content-Type
      Then the answer is reported

  @SESSION-TYPE-3
  Rule: How a session request that is labelled as something else than JSON is answered is reported

    Scenario Outline: a session request <label>
      Given an identity token that opens a session
      When a session is requested <label>
      Then the answer is reported

      Examples: JSON, and called otherwise
        | label              |
        | labelled as text   |
        | labelled as a form |
        | labelled as XML    |

  @SESSION-AUTH-1
  Rule: Opening a session needs no authorization

    Scenario: opening a session without Authorization
      When a session is requested with a valid identity token
      Then a session is opened

  @SESSION-AUTH-2
  Rule: An Authorization header changes nothing about opening a session

    Scenario Outline: opening a session with <authorization> as Authorization
      Given an identity token that opens a session
      When a session request is sent with <authorization> as Authorization
      Then a session is opened

      Examples: stale and foreign
        | authorization                  |
        | the token of a deleted session |
        | an unknown session token       |
        | a Bearer token                 |
        | a Basic login                  |

  @SESSION-LINK-1
  Rule: A new session comes with links to conversations, content and websocket

    Scenario Outline: the link to <relation>
      When a session is requested with a valid identity token
      Then a session is opened
      And its Link header leads to <relation>

      Examples: documented relations
        | relation      |
        | conversations |
        | content       |
        | websocket     |

  @SESSION-LINK-2
  Rule: The links of a new session are absolute

    Scenario Outline: the form of the link to <relation>
      When a session is requested with a valid identity token
      Then a session is opened
      And its link to <relation> is absolute

      Examples: documented relations
        | relation      |
        | conversations |
        | content       |
        | websocket     |

  @SESSION-UNIQUE-1
  Rule: No two sessions share a token

    Scenario: ten session tokens and more of this run
      When at least 10 session tokens of this run are looked at
      Then no two of them are alike

  @SESSION-MANY-1
  Rule: A user can have several sessions at once

    Scenario Outline: <session> lives on when another was opened
      Given a session of a new user, whose token is accepted
      When another session of the same user is opened
      Then <session> lives on

      Examples: both live
        | session           |
        | the session       |
        | the other session |

  @SESSION-ELSEWHERE-1
  Rule: The steps of signing in may be taken over different connections

    Scenario: a session opened over another connection than its nonce's
      Given a nonce
      And every connection has been closed
      When a session is requested with a valid identity token for it
      Then a session is opened

    Scenario: a session token used over another connection than its session's
      Given a session whose token is accepted
      And every connection has been closed
      When the session token is used
      Then the session token is accepted

  @SESSION-APP-1
  Rule: An app id that belongs to no app is refused

    Scenario Outline: <app_id>
      Given an identity token that opens a session
      When a session is requested for <app_id> as app id
      Then the app id is refused

      Examples: unknown
        | app_id                             |
        | an app id that belongs to no app   |
        | a bare UUID that belongs to no app |

  @SESSION-APP-2
  Rule: A malformed app id is refused

    Scenario Outline: <app_id> as app id
      Given an identity token that opens a session
      When a session is requested for <app_id> as app id
      Then the app id is refused

      Examples: malformed
        | app_id                                |
        | words                                 |
        | an empty string                       |
        | layer:///apps/staging/ without a UUID |
        | an app id that lacks a digit          |
        | an app id with another scheme         |

  @SESSION-APP-3
  Rule: An app id of a wrong type is refused

    Scenario Outline: <type> in place of an app id
      Given an identity token that opens a session
      When a session is requested for <type> as app id
      Then the app id is refused

      Examples: not a string
        | type      |
        | a number  |
        | a boolean |
        | an array  |
        | an object |

  @SESSION-APP-4
  Rule: The app id is accepted in its long form

    Scenario: an app id with three slashes
      When a session is requested for layer:///apps/ENVIRONMENT/UUID as app id
      Then a session is opened

  @SESSION-APP-5
  Rule: The app id is accepted in the older forms

    Scenario Outline: an app id as <form>
      Given an identity token that opens a session
      When a session is requested for <form> as app id
      Then a session is opened

      Examples: older forms
        | form                          |
        | layer://apps/ENVIRONMENT/UUID |
        | the bare UUID                 |

  @SESSION-APP-6
  Rule: Whether the singular layer:///app/ is accepted is reported

    Scenario: an app id in the singular
      Given an identity token that opens a session
      When a session is requested for layer:///app/ENVIRONMENT/UUID as app id
      Then the answer is reported

  @SESSION-FIELD-1
  Rule: A session request that lacks a field opens no session

    Scenario Outline: a request that lacks <field>
      Given an identity token that opens a session
      When a session is requested without <field>
      Then the request is refused as the client's mistake

      Examples: each field
        | field          |
        | identity_token |
        | app_id         |

    Scenario Outline: a request whose <field> is null
      Given an identity token that opens a session
      When a session is requested with null in place of <field>
      Then the request is refused as the client's mistake

      Examples: each field
        | field          |
        | identity_token |
        | app_id         |

  @SESSION-FIELD-2
  Rule: A field that is missing is named

    Scenario Outline: naming <field> as missing
      Given an identity token that opens a session
      When a session is requested without <field>
      Then <field> is named as missing

      Examples: each field
        | field          |
        | identity_token |
        | app_id         |

  @SESSION-BODY-1
  Rule: A session request whose body is not a JSON object opens no session

    Scenario Outline: <body> as the body of a request
      Given an identity token that opens a session
      When a session is requested with <body> as the body
      Then the request is refused as the client's mistake

      Examples: no object
        | body          |
        | broken JSON   |
        | an array      |
        | a JSON string |
        | a number      |
        | null          |
        | no body       |

  @SESSION-BODY-2
  Rule: A body that is broken is named as an invalid request

    Scenario Outline: naming <body> as invalid
      Given an identity token that opens a session
      When a session is requested with <body> as the body
      Then the request is named as invalid

      Examples: structurally invalid
        | body        |
        | broken JSON |
        | no body     |

  @SESSION-ORDER-1
  Rule: Which error wins when app id and token are both wrong is reported

    Scenario: an unknown app id and an unknown provider
      Given an identity token that opens a session
      When a session is requested for an unknown app with a token of an unknown provider
      Then the answer is reported
