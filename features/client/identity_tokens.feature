Feature: Identity tokens in the hands of a client
  From the identity server to Layer, and from nowhere else.

  @CLIENT-TOKEN-1
  Rule: A client presents identity tokens unaltered

    Scenario: a token as usual
      When the client signs alice in
      Then on the wire, identity tokens reach Layer as the identity server gave them

    Scenario Outline: the identity server gives <departure>
      Given at the identity server, <departure>
      When the client signs alice in
      Then on the wire, identity tokens reach Layer as the identity server gave them

      Examples: tokens out of the ordinary
        | departure                    |
        | tokens of 4 KiB              |
        | answers with further members |

  @CLIENT-TOKEN-2
  Rule: A client presents each identity token once

    Scenario: a sign-in that works
      When the client signs alice in
      Then on the wire, each identity token is presented once

    Scenario Outline: Layer answers <departure>
      Given at Layer, <departure>
      When the client signs alice in
      Then on the wire, each identity token is presented once

      Examples: refusals
        | departure              |
        | 422 to identity tokens |
        | 403 to identity tokens |
        | 400 to identity tokens |

  @CLIENT-TOKEN-3
  Rule: A client presents to Layer only what the identity server gave as a token

    Scenario Outline: the identity server answers <departure>
      Given at the identity server, <departure>
      When the client signs alice in
      Then on the wire, nothing takes the place of an identity token

      Examples: success without a token
        | departure                     |
        | 200 with a page in HTML       |
        | 200 without a token           |
        | 200 with an empty token       |
        | 200 with null for a token     |
        | 200 with a number for a token |
        | 200 with an empty body        |
        | 200 with half a JSON object   |

      Examples: errors
        | departure                          |
        | 401 with a page in HTML            |
        | an error with a token's name in it |

  @CLIENT-TOKEN-4
  Rule: A client presents its app id as it was configured

    Scenario: the app id as the documents write it
      When the client signs alice in
      Then on the wire, sessions are asked for with the app id as configured

    Scenario Outline: it is configured with <departure>
      Given at Layer, <departure>
      When the client signs alice in
      Then on the wire, sessions are asked for with the app id as configured

      Examples: other forms
        | departure                   |
        | an app id of the older form |
        | a bare app id               |

  @CLIENT-PASSWORD-1
  Rule: A client sends the password to the identity server only

    Scenario: the password in a sign-in that works
      When the client signs alice in, then uses the session
      Then on the wire, the password goes to the identity server only

    Scenario Outline: the identity server answers <departure> to the password
      Given at the identity server, <departure>
      When the client signs alice in
      Then on the wire, the password goes to the identity server only

      Examples: redirects
        | departure                             |
        | a redirect to another origin          |
        | a redirect with 302 to another origin |

      Examples: refusals
        | departure        |
        | 401 for everyone |

  @CLIENT-REFUSAL-1
  Rule: A client ends a sign-in as failed where the identity server refuses it

    Scenario Outline: a login that is met with <departure>
      Given at the identity server, <departure>
      When the client signs alice in
      Then the client takes its user for not signed in

      Examples: refusals
        | departure               |
        | 401 for everyone        |
        | 403 for everyone        |
        | 404 for everyone        |
        | 500 for everyone        |
        | 401 with a page in HTML |

      Examples: no token
        | departure                 |
        | 200 without a token       |
        | 200 with a page in HTML   |
        | 200 with null for a token |

      Examples: nothing
        | departure                         |
        | no answer but a closed connection |
        | a redirect to another origin      |
