Feature: Signing out
  One session ends, and the next user finds nothing of it.

  @CLIENT-OUT-1
  Rule: A client deletes its session, once, when its user signs out

    Scenario: a user who signs out
      Given the client signs alice in
      When the client signs out
      Then on the wire, the session is deleted once

  @CLIENT-OUT-2
  Rule: A client that deletes its session names the whole token

    Scenario: a session token as usual, deleted
      Given the client signs alice in
      When the client signs out
      Then on the wire, the whole token is named

    Scenario Outline: <form>, deleted
      Given at Layer, <form>
      And the client signs alice in
      When the client signs out
      Then on the wire, the whole token is named

      Examples: forms that real session tokens had
        | form                                    |
        | session tokens with dots and dashes     |
        | session tokens that end in equals signs |

      Examples: texts that a path cannot hold
        | form                                          |
        | session tokens with slash and plus signs      |
        | session tokens with percent signs             |
        | session tokens with question and number signs |

  @CLIENT-OUT-3
  Rule: A client understands that a deletion is answered with nothing

    Scenario: an empty 204
      Given the client signs alice in
      When the client signs out
      Then the client takes its user for signed out

    Scenario Outline: a deletion that is answered with <departure>
      Given at Layer, <departure>
      And the client signs alice in
      When the client signs out
      Then the client takes its user for signed out

      Examples: nothing
        | departure                    |
        | 204 with a length of nothing |

  @CLIENT-OUT-4
  Rule: A client's user is signed out even where the deletion fails

    Scenario Outline: a deletion that meets <departure>
      Given at Layer, <departure>
      And the client signs alice in
      When the client signs out
      Then the client takes its user for signed out

      Examples: refusals
        | departure                         |
        | 404 to whoever signs out          |
        | 401 to whoever signs out          |
        | a challenge for whoever signs out |

      Examples: failures
        | departure                                 |
        | 500 to whoever signs out                  |
        | 503 to whoever signs out                  |
        | a closed connection for whoever signs out |

  @CLIENT-OUT-5
  Rule: A client uses nothing of a session once its user has signed out

    Scenario Outline: an old session, when it <doings>
      Given the client signs alice in
      When the client signs out, then <doings>
      Then on the wire, nothing of the old session is used

      Examples: without a new sign-in
        | doings                              |
        | uses the session                    |
        | is restarted                        |
        | is restarted, then uses the session |

      Examples: with one
        | doings                                |
        | signs alice in, then uses the session |

  @CLIENT-OUT-6
  Rule: A client can sign in again after signing out

    Scenario: the same user once more
      Given the client signs alice in
      And the client signs out
      When the client signs alice in
      Then on the wire, the session is that of the user who signs in

  @CLIENT-USER-1
  Rule: A client signs in the user who signs in

    Scenario: the first user
      When the client signs alice in
      Then on the wire, the session is that of the user who signs in

    Scenario: another user
      Given the client signs alice in
      And the client signs out
      When the client signs bob in
      Then on the wire, the session is that of the user who signs in

    Scenario: another user in between
      Given the client signs bob in
      When the client signs out, then signs alice in
      Then on the wire, the session is that of the user who signs in
