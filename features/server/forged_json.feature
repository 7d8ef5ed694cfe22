Feature: Forged identity tokens: the JSON
  Header and payload are JSON objects: not almost, not two, and with one meaning.

  @FORGE-TWICE-1
  Rule: A token whose alg stands twice is refused where it is not signed with RS256

    Scenario: another alg beside RS256
      When a session is requested with each of these identity tokens
        | whose alg stands twice, signed as none, which is first  |
        | whose alg stands twice, signed as none, which is last   |
        | whose alg stands twice, signed as HS256, which is first |
        | whose alg stands twice, signed as HS256, which is last  |
      Then for each of them the identity token is refused

  @FORGE-TWICE-2
  Rule: Which of two members of one name counts is reported

    Scenario: members that stand twice
      When a session is requested with each of these identity tokens
        | whose prn stands twice, another first    |
        | whose prn stands twice, another last     |
        | whose exp stands twice, a past one first |
        | whose exp stands twice, a past one last  |
        | whose nce stands twice, another first    |
        | whose nce stands twice, another last     |
        | whose iss stands twice, another first    |
        | whose iss stands twice, another last     |
        | whose kid stands twice, another first    |
        | whose kid stands twice, another last     |
        | whose alg stands twice, none first       |
        | whose alg stands twice, none last        |
        | whose cty stands twice, another first    |
        | whose cty stands twice, another last     |
      Then for each of them the answer is reported

  @FORGE-NAME-1
  Rule: The name of a member is its name to the letter

    Scenario: names in capitals
      When a session is requested with each of these identity tokens
        | whose iss is named in capitals                             |
        | whose prn is named in capitals                             |
        | whose iat is named in capitals                             |
        | whose exp is named in capitals                             |
        | whose nce is named in capitals                             |
        | whose typ is named in capitals                             |
        | whose alg is named in capitals                             |
        | whose cty is named in capitals                             |
        | whose kid is named in capitals                             |
        | that has expired but for an EXP in capitals                |
        | for a nonce that nobody gave but for an Nce with a capital |
        | whose nce stands in the prototype of its claims alone      |
      Then for each of them the identity token is refused

  @FORGE-REST-1
  Rule: Text around the object of a part is no part of JSON

    Scenario: text before and after the object
      When a session is requested with each of these identity tokens
        | whose header has a letter after its object                |
        | whose header has a second object after its object         |
        | whose header has a brace after its object                 |
        | whose header has a zero byte after its object             |
        | whose header has a comment after its object               |
        | whose header has a letter before its object               |
        | whose header has brackets around its object               |
        | whose header has a guard of JavaScript before its object  |
        | whose payload has a letter after its object               |
        | whose payload has a second object after its object        |
        | whose payload has a brace after its object                |
        | whose payload has a zero byte after its object            |
        | whose payload has a comment after its object              |
        | whose payload has a letter before its object              |
        | whose payload has brackets around its object              |
        | whose payload has a guard of JavaScript before its object |
      Then for each of them the identity token is refused

  @FORGE-LAX-1
  Rule: What only some parsers read is refused

    Scenario: JSON that is none
      When a session is requested with each of these identity tokens
        | whose header is written with single quotes                          |
        | whose header is written with names without quotes                   |
        | whose header is written with a comma after its last member          |
        | whose header is written with a comment                              |
        | whose header is written without its last brace                      |
        | whose header is written with a line break in a string               |
        | whose header is written with an escape that JSON does not have      |
        | whose header is written with a number that begins with zeros        |
        | whose header is written with a number that begins with a plus sign  |
        | whose header is written with a hexadecimal number                   |
        | whose header is written with True in place of true                  |
        | whose header is written with equals signs for colons                |
        | whose payload is written with single quotes                         |
        | whose payload is written with names without quotes                  |
        | whose payload is written with a comma after its last member         |
        | whose payload is written with a comment                             |
        | whose payload is written without its last brace                     |
        | whose payload is written with a line break in a string              |
        | whose payload is written with an escape that JSON does not have     |
        | whose payload is written with a number that begins with zeros       |
        | whose payload is written with a number that begins with a plus sign |
        | whose payload is written with a hexadecimal number                  |
        | whose payload is written with True in place of true                 |
        | whose payload is written with equals signs for colons               |
      Then for each of them the identity token is refused

  @FORGE-NAN-1
  Rule: NaN and Infinity are no JSON

    Scenario: numbers that are none
      When a session is requested with each of these identity tokens
        | whose iat is NaN                          |
        | whose iat is Infinity                     |
        | whose iat is -Infinity                    |
        | whose exp is NaN                          |
        | whose exp is Infinity                     |
        | whose exp is -Infinity                    |
        | with a claim of its own that is NaN       |
        | with a claim of its own that is Infinity  |
        | with a claim of its own that is -Infinity |
      Then for each of them the identity token is refused

  @FORGE-MARK-1
  Rule: How byte order marks, deep nesting and many claims are taken is reported

    Scenario: marks, depths and numbers of members
      When a session is requested with each of these identity tokens
        | whose payload begins with a byte order mark     |
        | whose header begins with a byte order mark      |
        | with a claim that is nested a hundred times     |
        | with a claim that is nested ten thousand times  |
        | with a header that is nested ten thousand times |
        | with a thousand claims of its own               |
      Then for each of them the answer is reported
