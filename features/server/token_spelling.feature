Feature: The spelling of an identity token
  JSON can be written in many ways, and every library has its own: what counts is what it says.

  @SPELL-1
  Rule: Escapes in the JSON of an identity token are read as what they stand for

    Scenario: escapes, as libraries of other languages write them
      When a session is requested with each of these identity tokens
        | of JSON with equals signs escaped, as Gson does   |
        | of JSON with the signs of HTML escaped, as Go does |
        | of JSON with slashes escaped, as PHP does         |
        | of JSON with every letter escaped                 |
        | of JSON with the names of members escaped         |
        | of JSON with everything beyond ASCII escaped      |
        | of JSON with nothing escaped                      |
      Then for each of them the identity token is accepted

  @SPELL-2
  Rule: White space in the JSON of an identity token changes nothing

    Scenario: white space where JSON allows it
      When a session is requested with each of these identity tokens
        | of JSON with blanks between members             |
        | of JSON with indents and line breaks            |
        | of JSON with line breaks as Windows has them    |
        | of JSON with tabs and with blanks before colons |
        | of JSON with line breaks around it              |
      Then for each of them the identity token is accepted

  @SPELL-3
  Rule: The order of members in an identity token changes nothing

    Scenario: members in another order
      When a session is requested with each of these identity tokens
        | of JSON with members in alphabetical order |
        | of JSON with members in the opposite order |
      Then for each of them the identity token is accepted

  @SPELL-4
  Rule: A session request is read whatever the spelling of its JSON

    Scenario Outline: a session request of JSON <spelling>
      Given an identity token that opens a session
      When a session is requested with valid JSON <spelling> as the body
      Then the identity token is accepted

      Examples: as libraries of other languages write it
        | spelling                           |
        | with slashes escaped, as PHP does  |
        | with every letter escaped          |
        | with indents and line breaks       |
        | with members in the opposite order |
