Feature: Challenges
  Layer no longer takes a session, and says so with a 401.

  @CLIENT-CHALLENGE-1
  Rule: A client signs its user in again at a challenge

    Scenario: a session that has expired
      Given the client signs alice in
      And the client lets 31 days pass at Layer
      When the client uses the session
      Then on the wire, the user is signed in again

    Scenario Outline: a session that meets <departure>
      Given at Layer, <departure>
      And the client signs alice in
      When the client uses the session
      Then on the wire, the user is signed in again

      Examples: challenges
        | departure                     |
        | a challenge for the first use |

  @CLIENT-CHALLENGE-2
  Rule: A client uses a session no more that Layer has refused

    Scenario Outline: a refused session, after <departure>
      Given at Layer, <departure>
      And the client signs alice in
      When the client uses the session, then uses the session
      Then on the wire, the refused session is used no more

      Examples: with a nonce
        | departure                     |
        | a challenge for the first use |

      Examples: without one
        | departure                             |
        | 401 without a nonce for the first use |
        | 401 without a body for the first use  |

  @CLIENT-CHALLENGE-3
  Rule: A client does not go on with a dead session

    Scenario Outline: what the user sees after <departure>
      Given at Layer, <departure>
      And the client signs alice in
      When the client uses the session
      Then on the wire, no dead session is left

      Examples: with a nonce
        | departure                     |
        | a challenge for the first use |
        | a challenge for every use     |

      Examples: without one
        | departure                                   |
        | 401 without a nonce for the first use       |
        | 401 without a body for the first use        |
        | 401 with null for a nonce for the first use |
        | 401 without a nonce for every use           |

  @CLIENT-CHALLENGE-4
  Rule: A client signs in once for a challenge at most

    Scenario Outline: sign-ins after <departure>
      Given at Layer, <departure>
      And the client signs alice in
      When the client uses the session
      Then on the wire, there is one sign-in for a challenge at most

      Examples: challenges
        | departure                          |
        | a challenge for the first use      |
        | a challenge for the first two uses |

  @CLIENT-CHALLENGE-5
  Rule: A client that is challenged for ever gives up

    Scenario Outline: <departure> and no end
      Given at Layer, <departure>
      And the client signs alice in
      When the client uses the session
      Then on the wire, there is an end to the attempts

      Examples: for ever
        | departure                         |
        | a challenge for every use         |
        | 401 without a nonce for every use |

  @CLIENT-CHALLENGE-6
  Rule: A client pauses between sign-ins that do not help

    Scenario: the pace of sign-ins that do not help
      Given at Layer, a challenge for every use
      And the client signs alice in
      When the client uses the session
      Then on the wire, there are pauses between the sign-ins

  @CLIENT-CHALLENGE-7
  Rule: Which nonce a client uses after a challenge is reported

    Scenario: the nonce after a challenge
      Given the client signs alice in
      And the client lets 31 days pass at Layer
      When the client uses the session
      Then on the wire, what follows a challenge is reported
