Feature: How a client asks Layer
  Every request says what it is, and nothing is asked before its time.

  @CLIENT-ASK-1
  Rule: A client asks for a nonce with POST /nonces

    Scenario: how a sign-in begins
      When the client signs alice in
      Then on the wire, the first nonce is asked for with POST /nonces

  @CLIENT-ASK-2
  Rule: A client accepts the version that it speaks in every request to Layer

    Scenario Outline: the version, while it <doings>
      When the client <doings>
      Then on the wire, every request to Layer accepts the declared version

      Examples: from the way in to the way out
        | doings                                |
        | signs alice in                        |
        | signs alice in, then uses the session |
        | signs alice in, then signs out        |

  @CLIENT-ASK-3
  Rule: A client labels its bodies as JSON

    Scenario: the label of what is sent to sign in
      When the client signs alice in
      Then on the wire, every body for Layer is labelled as JSON

  @CLIENT-ASK-4
  Rule: A client uses nothing of Layer's before somebody is signed in

    Scenario Outline: what is used while it <doings>
      When the client <doings>
      Then on the wire, nothing of Layer's is used before there is a session

      Examples: sign-ins that work
        | doings                                |
        | signs alice in                        |
        | signs alice in, then uses the session |

    Scenario Outline: what is used where the identity server answers <departure>
      Given at the identity server, <departure>
      When the client signs alice in, then uses the session
      Then on the wire, nothing of Layer's is used before there is a session

      Examples: sign-ins that fail
        | departure           |
        | 401 for everyone    |
        | 200 without a token |
