Feature: Using a session token
  A session token opens the rest of the API; without a good one, the answer is a challenge with a fresh nonce.

  @USE-1
  Rule: A session token is accepted in double quotes

    Scenario: double quotes
      Given a session
      When the session token is used in double quotes
      Then the session token is accepted

    Scenario: a second time
      Given a session whose token is accepted
      When the session token is used in double quotes
      Then the session token is accepted

  @USE-2
  Rule: A session token is accepted in single quotes

    Scenario: single quotes
      Given a session whose token is accepted
      When the session token is used in single quotes
      Then the session token is accepted

  @USE-3
  Rule: An unknown session token is answered with the challenge

    Scenario Outline: <token>
      Given a session whose token is accepted
      When <token> is used
      Then the challenge is the answer

      Examples: unknown
        | token                                      |
        | an unknown session token                   |
        | a session token without its last character |
        | a session token with an extra character    |
        | a session token in the other case          |

  @USE-4
  Rule: A missing Authorization is answered with the challenge

    Scenario: no Authorization at all
      Given a session whose token is accepted
      When the protected URL is read without Authorization
      Then the challenge is the answer

  @USE-5
  Rule: A malformed Authorization is answered with the challenge

    Scenario Outline: <malformed> as Authorization
      Given a session whose token is accepted
      When the protected URL is read with <malformed> as Authorization
      Then the challenge is the answer

      Examples: malformed
        | malformed               |
        | Layer alone             |
        | an empty session token  |
        | another parameter       |
        | an unknown Bearer token |
        | words                   |

  @USE-7
  Rule: A request without a valid session gets nothing and breaks nothing

    Scenario: nothing as Authorization
      Given a session whose token is accepted
      When the protected URL is read without Authorization
      Then no resource is returned, and the answer is a 4xx

    Scenario Outline: nothing for <malformed> as Authorization
      Given a session whose token is accepted
      When the protected URL is read with <malformed> as Authorization
      Then no resource is returned, and the answer is a 4xx

      Examples: malformed
        | malformed               |
        | Layer alone             |
        | an empty session token  |
        | an unknown Bearer token |
        | words                   |

  @USE-6
  Rule: Whether a session token without quotes is accepted is reported

    Scenario: no quotes
      Given a session whose token is accepted
      When the session token is used without quotes
      Then the answer is reported

  @CHALLENGE-1
  Rule: Every challenge brings a nonce of its own

    Scenario: two challenges in a row
      When 2 challenges are requested one after another
      Then no two of the nonces of the challenges are alike

  @CHALLENGE-2
  Rule: The nonce of a challenge opens a session

    Scenario Outline: the nonce of the challenge to <occasion>
      Given the nonce of the challenge to <occasion>
      When a session is requested with a valid identity token for it
      Then the identity token is accepted

      Examples: whatever led to the challenge
        | occasion                 |
        | a deleted session        |
        | an unknown session token |

  @CHALLENGE-3
  Rule: The nonce of a challenge opens one session only

    Scenario: the nonce of a challenge, spent
      Given the nonce of a challenge that has opened a session
      When a session is requested with a new identity token for that nonce
      Then the identity token is refused

  @SESSION-LIFE-1
  Rule: A session outlives the identity token that opened it

    Scenario Outline: <delay> after a token that was good for <life>
      Given a session opened by an identity token that is good for <life>
      When the session token is used <delay> later
      Then the session token is accepted

      Examples: the token is expired, the session is not
        | life       | delay      |
        | 3 seconds  | 5 seconds  |
        | 30 seconds | 1 minute   |
        | 30 seconds | 11 minutes |
        | 30 seconds | 1 day      |

  @SESSION-LIFE-2
  Rule: A session that has expired is answered with the challenge

    Scenario: just before the end of its lifetime
      Given a session whose token is accepted
      When the session token is used 10 seconds before the end of its lifetime
      Then the session token is accepted

    Scenario: just after the end of its lifetime
      Given a session whose token is accepted
      When the session token is used 10 seconds after the end of its lifetime
      Then the challenge is the answer
