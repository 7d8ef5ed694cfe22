Feature: The life of an identity token
  The provider decides when its token expires; the server only enforces it.

  @TOKEN-EXP-1
  Rule: An identity token is refused once its exp has passed

    Scenario Outline: exp is <exp>
      Given an identity token that opens a session
      When a session is requested with another identity token whose exp is <exp>
      Then the identity token is refused

      Examples: already expired
        | exp                   |
        | -30 seconds from now  |
        | -10 minutes from now  |
        | -1 day from now       |
        | the beginning of 1970 |

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

    Scenario Outline: exp is <offset> ahead
      Given an identity token that opens a session
      When a session is requested with another identity token whose exp is <offset> from now
      Then the identity token is accepted

      Examples: as the official samples do
        | offset    |
        | +3 hours  |
        | +30 days  |
        | +10 years |

  @TOKEN-IAT-1
  Rule: An identity token from the future is refused

    Scenario Outline: iat is <offset> from now
      Given an identity token that opens a session
      When a session is requested with another identity token whose iat is <offset> from now
      Then the identity token is refused

      Examples: not yet made
        | offset  |
        | +1 hour |
        | +1 day  |
