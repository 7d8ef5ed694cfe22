Feature: Refusals and failures
  What Layer refuses has failed; what fails for a moment is tried again.

  @CLIENT-REFUSED-1
  Rule: A client presents no identity token again that was refused

    Scenario: an identity token that was refused
      Given at Layer, 422 to identity tokens
      When the client signs alice in, then signs alice in
      Then on the wire, the refused identity token is not presented again

    Scenario: one identity token that was refused
      Given at Layer, 422 to the first identity token
      When the client signs alice in
      Then on the wire, the refused identity token is not presented again

  @CLIENT-REFUSED-2
  Rule: A client ends a sign-in as failed where Layer refuses it

    Scenario Outline: a sign-in that meets <departure>
      Given at Layer, <departure>
      When the client signs alice in
      Then the client takes its user for not signed in

      Examples: at the session
        | departure              |
        | 422 to identity tokens |
        | 403 to identity tokens |
        | 406 to identity tokens |

      Examples: at the nonce
        | departure                   |
        | 406 to requests for a nonce |

  @CLIENT-AGAIN-1
  Rule: A client begins afresh after a sign-in that failed

    Scenario Outline: after <departure>
      Given at Layer, <departure>
      When the client signs alice in, then signs alice in
      Then on the wire, the second sign-in begins afresh, and works

      Examples: refused by Layer
        | departure                       |
        | 403 to the first identity token |
        | 406 to the first identity token |

    Scenario Outline: after the identity server answered <departure>
      Given at the identity server, <departure>
      When the client signs alice in, then signs alice in
      Then on the wire, the second sign-in begins afresh, and works

      Examples: refused by the identity server
        | departure                 |
        | 401 for the first request |

  @CLIENT-RETRY-1
  Rule: A client tries again what fails for a moment

    Scenario Outline: one failure: <departure>
      Given at Layer, <departure>
      When the client signs alice in
      Then on the wire, the attempt is made again

      Examples: at the nonce
        | departure                                             |
        | 503 to the first request for a nonce                  |
        | a closed connection for the first request for a nonce |

      Examples: at the session
        | departure                       |
        | 503 to the first identity token |

    Scenario Outline: one failure in use: <departure>
      Given at Layer, <departure>
      And the client signs alice in
      When the client uses the session
      Then on the wire, the attempt is made again

      Examples: in use
        | departure            |
        | 503 to the first use |

  @CLIENT-RETRY-2
  Rule: A client gives up what fails for ever

    Scenario Outline: failures without end: <departure>
      Given at Layer, <departure>
      When the client signs alice in
      Then on the wire, there is an end to the attempts

      Examples: at the nonce
        | departure                                    |
        | 500 to requests for a nonce                  |
        | 503 to requests for a nonce                  |
        | a closed connection for requests for a nonce |

      Examples: at the session
        | departure                               |
        | 500 to identity tokens                  |
        | 503 to identity tokens                  |
        | a closed connection for identity tokens |

    Scenario Outline: failures in use without end: <departure>
      Given at Layer, <departure>
      And the client signs alice in
      When the client uses the session
      Then on the wire, there is an end to the attempts

      Examples: in use
        | departure                         |
        | 500 to every use                  |
        | 503 to every use                  |
        | a closed connection for every use |

  @CLIENT-WAIT-1
  Rule: A client waits as long as Retry-After says

    Scenario: a limit of one second
      Given at Layer, 429 and Retry-After to the first request for a nonce
      When the client signs alice in
      Then on the wire, nothing is asked again before its time

  @CLIENT-REDIRECT-1
  Rule: A client takes neither identity token nor session along to another origin

    Scenario Outline: a sign-in that meets <departure>, followed or not
      Given at Layer, <departure>
      When the client signs alice in
      Then on the wire, no other origin gets a token

      Examples: of sessions
        | departure                                          |
        | a redirect of sessions to another origin           |
        | a permanent redirect of sessions to another origin |

    Scenario Outline: a use that meets <departure>
      Given at Layer, <departure>
      And the client signs alice in
      When the client uses the session
      Then on the wire, no other origin gets a token

      Examples: in use
        | departure                                     |
        | a redirect of uses to another origin          |
        | a redirect of uses with 307 to another origin |
