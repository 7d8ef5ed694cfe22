Feature: The structure of an identity token
  Three parts in base64url: a header, a payload, a signature.

  @TOKEN-PARTS-1
  Rule: An identity token has three parts

    Scenario: more or fewer than three parts
      When a session is requested with each of these identity tokens
        | of one part                  |
        | of two parts                 |
        | of a header and a signature  |
        | of a payload and a signature |
        | of four parts                |
        | of five parts                |
        | with a dot at the end        |
      Then for each of them the identity token is refused

  @TOKEN-BASE64-1
  Rule: The parts hold no characters that base64url does not have

    Scenario: foreign characters
      When a session is requested with each of these identity tokens
        | whose header holds foreign characters      |
        | whose payload holds foreign characters     |
        | whose signature holds foreign characters   |
        | whose header ends in foreign characters    |
        | whose payload ends in foreign characters   |
        | whose signature ends in foreign characters |
        | whose payload holds a line break           |
        | whose signature holds a line break         |
        | whose payload holds a blank                |
        | whose signature holds a blank              |
      Then for each of them the identity token is refused

  @TOKEN-BASE64-2
  Rule: The parts are not in the standard base64 alphabet

    Scenario: the standard alphabet
      When a session is requested with each of these identity tokens
        | whose header is in the standard alphabet    |
        | whose payload is in the standard alphabet   |
        | whose signature is in the standard alphabet |
      Then for each of them the identity token is refused

  @TOKEN-BASE64-3
  Rule: The parts carry no padding

    Scenario: padding
      When a session is requested with each of these identity tokens
        | whose header is padded    |
        | whose payload is padded   |
        | whose signature is padded |
      Then for each of them the identity token is refused

  @TOKEN-BASE64-4
  Rule: How bits that stand for nothing are taken is reported

    Scenario: a last character with bits too many
      When a session is requested with each of these identity tokens
        | whose header ends in stray bits  |
        | whose payload ends in stray bits |
      Then for each of them the answer is reported

  @TOKEN-JSON-1
  Rule: Header and payload are JSON objects in UTF-8

    Scenario: no JSON object
      When a session is requested with each of these identity tokens
        | whose header is no JSON    |
        | whose header is not UTF-8  |
        | whose header is an array   |
        | whose header is a number   |
        | whose header is null       |
        | whose header is nothing    |
        | whose payload is no JSON   |
        | whose payload is not UTF-8 |
        | whose payload is an array  |
        | whose payload is a number  |
        | whose payload is null      |
        | whose payload is nothing   |
      Then for each of them the identity token is refused

  @TOKEN-EMPTY-1
  Rule: An empty identity token is refused

    Scenario: an empty string
      Given an identity token that opens a session
      When a session is requested with an empty string as identity token
      Then the empty identity token is refused

  @TOKEN-SIZE-1
  Rule: An enormous token is refused and breaks nothing

    Scenario Outline: a mebibyte: a token <fault>
      Given an identity token that opens a session
      When a session is requested with another identity token <fault>
      Then the enormous token is refused as the client's mistake

      Examples: a mebibyte
        | fault                    |
        | of one enormous part     |
        | with an enormous payload |

  @TOKEN-TYPE-1
  Rule: An identity token that is not a string is refused

    Scenario Outline: <type> in place of an identity token
      Given an identity token that opens a session
      When a session is requested with <type> as identity token
      Then the request is refused as the client's mistake

      Examples: not a string
        | type      |
        | a number  |
        | a boolean |
        | an array  |
        | an object |

  @TOKEN-TYPE-2
  Rule: An identity token that is not a string is named as the fault

    Scenario Outline: naming <type> in place of an identity token
      Given an identity token that opens a session
      When a session is requested with <type> as identity token
      Then the identity token is refused

      Examples: not a string
        | type      |
        | a number  |
        | a boolean |
        | an array  |
        | an object |
