Feature: Sessions in the hands of a client
  One token, in one header, for as long as Layer takes it.

  @CLIENT-SESSION-1
  Rule: A client shows its session token in Authorization

    Scenario: the session token as usual
      Given the client signs alice in
      When the client uses the session
      Then on the wire, the session token is shown in Authorization

    Scenario Outline: <form> in use
      Given at Layer, <form>
      And the client signs alice in
      When the client uses the session
      Then on the wire, the session token is shown in Authorization

      Examples: forms that real session tokens had
        | form                                    |
        | session tokens with dots and dashes     |
        | session tokens that end in equals signs |

      Examples: other texts
        | form                                         |
        | session tokens of 200 characters             |
        | session tokens in capitals and small letters |
        | session tokens with percent signs            |
        | session tokens with slash and plus signs     |

  @CLIENT-SESSION-2
  Rule: A client shows its session token nowhere else

    Scenario: where else the session token stands
      Given the client signs alice in
      When the client uses the session, then signs out
      Then on the wire, the session token stands nowhere else

  @CLIENT-SESSION-3
  Rule: A client takes its user for signed in only with a session

    Scenario Outline: Layer answers <departure>
      Given at Layer, <departure>
      When the client signs alice in
      Then the client takes its user for signed in with a session only

      Examples: refusals
        | departure                               |
        | 422 to identity tokens                  |
        | 500 to identity tokens                  |
        | a closed connection for identity tokens |

      Examples: success without a session token
        | departure                                 |
        | 201 without a session token               |
        | 201 with an empty session token           |
        | 201 with null for a session token         |
        | 201 with half a JSON object for a session |

      Examples: no nonce
        | departure                   |
        | 500 to requests for a nonce |
        | 201 without a nonce         |

  @CLIENT-SESSION-4
  Rule: A client takes a session in every form that JSON and HTTP leave open

    Scenario Outline: Layer gives <departure>
      Given at Layer, <departure>
      When the client signs alice in, then uses the session
      Then the client takes its user for signed in

      Examples: of JSON
        | departure                                |
        | answers with further members, and blanks |
        | texts written in JSON's escapes          |

      Examples: of HTTP
        | departure                     |
        | answers with further headers  |
        | answers with a charset        |
        | answers in chunks             |
        | header names in small letters |
        | header names in capitals      |
        | HTTP/1.0                      |
        | no reason phrases             |

  @CLIENT-SESSION-5
  Rule: A client takes 200 for 201

    Scenario: 200 wherever the documents have 201
      Given at Layer, 200 in the place of 201
      When the client signs alice in, then uses the session
      Then the client takes its user for signed in

  @CLIENT-LIFE-1
  Rule: A client uses its session on when the identity token has expired

    Scenario Outline: the identity token has expired when it <doings>
      Given at the identity server, a clock an hour behind, as Layer's is
      And the client signs alice in
      When the client <doings>
      Then on the wire, nobody is signed in anew

      Examples: the same session
        | doings                                  |
        | uses the session                        |
        | uses the session, then uses the session |
