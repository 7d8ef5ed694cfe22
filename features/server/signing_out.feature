Feature: Signing out
  Deleting a session token ends that session, and only that one.

  @DELETE-1
  Rule: A session token can be deleted

    Scenario: deleting a session
      Given a session
      When the session is deleted
      Then the deletion is confirmed

  @DELETE-2
  Rule: A deletion is answered without a body

    Scenario: what follows the header
      Given a session
      When the session is deleted and the connection read to its end
      Then no byte follows the header

  @DELETE-3
  Rule: Deleting a session needs no authorization

    Scenario: deleting a session without Authorization
      Given a session whose token is accepted
      When the session is deleted
      Then the deletion is confirmed

  @DELETE-9
  Rule: An Authorization header changes nothing about deleting a session

    Scenario Outline: deleting a session with <authorization> as Authorization
      Given a session
      When the session is deleted with <authorization> as Authorization
      Then the deletion is confirmed

      Examples: own, stale and foreign
        | authorization                  |
        | its own token                  |
        | the token of a deleted session |
        | an unknown session token       |
        | a Bearer token                 |

    Scenario: deleting a session with the token of another as Authorization
      Given a session whose token is accepted
      When the session is deleted with the token of another session as Authorization
      Then the session has ended

  @DELETE-4
  Rule: A deleted session token is answered with the challenge

    Scenario: using a session token after its deletion
      Given a deleted session, whose token was accepted
      When the session token is used
      Then the challenge is the answer

    Scenario: using the older of two session tokens after its deletion
      Given a session of a new user, whose token is accepted
      And another session of the same user
      When the user signs out of the session
      Then the session has ended

  @DELETE-5
  Rule: The user's other sessions live on

    Scenario Outline: signing out of <deleted> when the user has two
      Given a session of a new user, whose token is accepted
      And another session of the same user
      When the user signs out of <deleted>
      Then <living> lives on

      Examples: one is deleted, the other lives on
        | deleted           | living            |
        | the session       | the other session |
        | the other session | the session       |

    Scenario: a session when an unknown token is deleted
      Given a session whose token is accepted
      When an unknown session token is deleted
      Then the session lives on

  @DELETE-6
  Rule: A second or unknown deletion does not break the server

    Scenario Outline: <deletion>
      Given a session
      When <deletion>
      Then the server answers without a 5xx

      Examples: gone and unknown
        | deletion                            |
        | the session is deleted twice        |
        | an unknown session token is deleted |

  @DELETE-7
  Rule: How a second deletion is answered is reported

    Scenario: deleting a session twice
      Given a session
      When the session is deleted twice
      Then the answer is reported

  @DELETE-8
  Rule: How the deletion of an unknown token is answered is reported

    Scenario: deleting a session that never was
      Given a session
      When an unknown session token is deleted
      Then the answer is reported

  @DELETE-10
  Rule: A session token that was deleted stays deleted

    Scenario Outline: using a session token <duration> after its deletion
      Given a deleted session, whose token was accepted
      And <duration> have passed
      When the session token is used
      Then the challenge is the answer

      Examples: later
        | duration  |
        | 5 minutes |
        | 2 days    |

    Scenario: using a session token that was deleted twice
      Given a session that was deleted twice, whose token was accepted
      When the session token is used
      Then the challenge is the answer

    Scenario: using a deleted session token when the user has signed in again
      Given a deleted session, whose token was accepted
      And another session of the same user
      When the session token is used
      Then the challenge is the answer

  @DELETE-RACE-1
  Rule: Deletions of one session at the same moment end it and break nothing

    Scenario: two deletions of a session at the same moment, three times over
      Given 3 sessions whose tokens are accepted
      When each session is deleted twice at the same moment
      Then the server answers every deletion without a 5xx
      And each session has ended

  @DELETE-RACE-2
  Rule: A session that is deleted while it is in use ends with the deletion

    Scenario: seven uses of a session and its deletion at the same moment, three times over
      Given 3 sessions whose tokens are accepted
      When each session is used 7 times and deleted at the same moment
      Then each use is accepted or answered with the challenge
      And each session has ended
