Feature: The life of an identity token
  The provider decides when its token expires; the server only enforces it.

  @TOKEN-EXP-1
  Rule: An identity token is refused once its exp has passed

    Scenario: times that have passed
      When a session is requested with each of these identity tokens
        | whose exp is -30 seconds from now  |
        | whose exp is -10 minutes from now  |
        | whose exp is -1 day from now       |
        | whose exp is the beginning of 1970 |
      Then for each of them the identity token is refused

  @TOKEN-EXP-2
  Rule: An identity token is accepted until its exp

    Scenario Outline: exp is <offset> to come
      When a session is requested with another identity token whose exp is <offset> from now
      Then the identity token is accepted

      Examples: still alive
        | offset      |
        | +30 seconds |
        | +2 minutes  |
        | +10 minutes |

  @TOKEN-EXP-4
  Rule: An identity token is accepted until its exp, however long ago it was made

    Scenario Outline: a token that was made <age> ago and is still good
      Given an identity token that is good for 10 minutes
      And <age> have passed
      When a session is requested with that identity token
      Then the identity token is accepted

      Examples: within the life of its nonce
        | age       |
        | 2 minutes |
        | 9 minutes |

  @TOKEN-EXP-3
  Rule: An exp in the far future is accepted

    Scenario: times to come, as the official samples have them
      When a session is requested with each of these identity tokens
        | whose exp is +3 hours from now  |
        | whose exp is +30 days from now  |
        | whose exp is +10 years from now |
      Then for each of them the identity token is accepted

  @TOKEN-IAT-1
  Rule: An identity token from the future is refused

    Scenario: times that have not come
      When a session is requested with each of these identity tokens
        | whose iat is +1 hour from now |
        | whose iat is +1 day from now  |
      Then for each of them the identity token is refused
