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
      Then not one byte follows the header

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
      When the deletion of the session carries <authorization> as Authorization
      Then the deletion is confirmed

      Examples: own, stale and foreign
        | authorization                           |
        | its own token                           |
        | the token of a session that was deleted |
        | a session token that nobody was given   |
        | a Bearer token                          |

    Scenario: deleting a session with the token of another as Authorization
      Given a session whose token is accepted
      And another session of the same user
      When the session is deleted with the other session's token as Authorization
      Then the first session token is answered with the challenge

  @DELETE-4
  Rule: A deleted session token is answered with the challenge

    Scenario: using a session token after its deletion
      Given a session whose token was accepted and which was deleted since
      When the session token is used
      Then the challenge is the answer

    Scenario: using the older of two session tokens after its deletion
      Given a session of a user of its own, whose token is accepted
      And another session of the same user
      When the first of the two sessions is deleted
      Then the first session token is answered with the challenge

  @DELETE-5
  Rule: The user's other sessions live on

    Scenario Outline: the <which> session of the same user
      Given a session of a user of its own, whose token is accepted
      And another session of the same user
      When the <deleted> of the two sessions is deleted
      Then the <which> session token is accepted

      Examples: one is deleted, the other lives on
        | deleted | which |
        | first   | other |
        | other   | first |

    Scenario: a session when a token that nobody was given is deleted
      Given a session whose token is accepted
      When a session token that nobody was given is deleted
      Then the session lives on

  @DELETE-6
  Rule: A second or unknown deletion does not break the server

    Scenario Outline: deleting <token> that is not there
      Given a session
      When <token> is deleted that is not there
      Then the server does not fall over

      Examples: gone and never given
        | token                    |
        | a session token          |
        | an unknown session token |

  @DELETE-7
  Rule: How a second deletion is answered is reported

    Scenario: deleting a session twice
      Given a session
      When a session token is deleted that is not there
      Then the answer is reported

  @DELETE-8
  Rule: How the deletion of an unknown token is answered is reported

    Scenario: deleting a session that never was
      Given a session
      When an unknown session token is deleted that is not there
      Then the answer is reported

  @DELETE-10
  Rule: A session token that was deleted stays deleted

    Scenario Outline: using a session token <duration> after its deletion
      Given a session whose token was accepted and which was deleted since
      And <duration> have passed
      When the session token is used
      Then the challenge is the answer

      Examples: later
        | duration  |
        | 5 minutes |
        | 2 days    |

    Scenario: using a session token that was deleted twice
      Given a session whose token was accepted and which was deleted since
      And it was deleted once more
      When the session token is used
      Then the challenge is the answer

    Scenario: using a deleted session token when the user has signed in again
      Given a session whose token was accepted and which was deleted since
      And another session of the same user
      When the session token is used
      Then the challenge is the answer

  @DELETE-RACE-1
  Rule: Deletions of one session at the same moment end it and break nothing

    Scenario: two deletions of a session at the same moment, three times over
      Given 3 sessions whose tokens are accepted
      When each session is deleted twice at the same moment
      Then the server falls over none of the deletions
      And each session token is answered with the challenge from then on

  @DELETE-RACE-2
  Rule: A session that is deleted while it is in use ends with the deletion

    Scenario: seven uses of a session and its deletion at the same moment, three times over
      Given 3 sessions whose tokens are accepted
      When each session is used 7 times and deleted at the same moment
      Then each use is accepted or answered with the challenge
      And each session token is answered with the challenge from then on
