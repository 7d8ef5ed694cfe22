Feature: Links in the hands of a client
  Layer says where its parts are, and a session goes nowhere else.

  @CLIENT-LINK-1
  Rule: A client loads conversations from where Link leads

    Scenario Outline: <departure> leads to conversations
      Given at Layer, <departure>
      And the client signs alice in
      When the client uses the session
      Then on the wire, conversations are asked for where Link leads

      Examples: other addresses
        | departure                     |
        | a Link to another path        |
        | a Link to a path with a query |

  @CLIENT-LINK-2
  Rule: A client that follows Link reads it in every form

    Scenario Outline: <departure> is read
      Given at Layer, <departure>
      And the client signs alice in
      When the client uses the session
      Then a client that follows Link has read it

      Examples: forms
        | departure                            |
        | a Link with relations in quotes      |
        | a Link without blanks                |
        | a Link with further parameters       |
        | a Link with several relations in one |
        | a Link with commas in its address    |

      Examples: orders and fields
        | departure                       |
        | a Link in another order         |
        | a Link in several header fields |

  @CLIENT-LINK-3
  Rule: A client takes its session to no other origin, whatever a Link says

    Scenario: a Link that leads to another origin
      Given at Layer, a Link to another origin
      And the client signs alice in
      When the client uses the session
      Then on the wire, no other origin gets a token
