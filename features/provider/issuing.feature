Feature: Issuing identity tokens
  The provider vouches for its user: whoever has signed in gets a token that Layer accepts.

  @ISSUE-1
  Rule: A right login gets an identity token

    Scenario: asking for an identity token
      When an identity token is requested
      Then an identity token is issued

    Scenario: asking for every user
      When an identity token is requested for every user
      Then an identity token is issued to each of them

  @ISSUE-TYPE-1
  Rule: The answer with the token is JSON and labelled so

    Scenario: the label of the answer
      When an identity token is requested
      Then the answer with the token is labelled as JSON

  @ISSUE-STATUS-1
  Rule: The status of a success is reported

    Scenario: the status of a success
      When an identity token is requested
      Then what the provider answers is reported

  @ISSUE-PARTS-1
  Rule: An identity token from a provider has three parts

    Scenario: the number of parts
      When an identity token is requested
      Then the token has three parts

  @ISSUE-BASE64-1
  Rule: Every part of the token is base64url without padding

    Scenario: the spelling of the parts
      When an identity token is requested
      Then the token's parts are in base64url

  @ISSUE-JSON-1
  Rule: Header and payload of the token are JSON objects

    Scenario Outline: the JSON of the <part>
      When an identity token is requested
      Then the token's <part> is right

      Examples: both of them
        | part    |
        | header  |
        | payload |

  @ISSUE-TYP-1
  Rule: The token's typ is JWT

    Scenario: the typ
      When an identity token is requested
      Then the token's typ is right

  @ISSUE-ALG-1
  Rule: The token's alg is RS256

    Scenario: the alg
      When an identity token is requested
      Then the token's alg is right

  @ISSUE-CTY-1
  Rule: The token's cty names Layer's identity tokens, version 1

    Scenario: the cty
      When an identity token is requested
      Then the token's cty is right

  @ISSUE-KID-1
  Rule: The token's kid is the key that signs

    Scenario: the kid
      When an identity token is requested
      Then the token's kid is right

  @ISSUE-KID-2
  Rule: The token's kid has its prefix

    Scenario: the form of the kid
      When an identity token is requested
      Then the token's kid has its prefix

  @ISSUE-SIG-1
  Rule: The token is signed with the provider's key

    Scenario: the signature
      When an identity token is requested
      Then the token's signature is right

  @ISSUE-ISS-1
  Rule: The token's iss is the provider

    Scenario: the iss
      When an identity token is requested
      Then the token's iss is right

  @ISSUE-PRN-1
  Rule: The token's prn is the user who asks

    Scenario: the prn
      When an identity token is requested
      Then the token's prn is right

    Scenario: the prn of every user
      When an identity token is requested for every user
      Then the prn of each token is right

  @ISSUE-IAT-1
  Rule: The token's iat is a whole number of seconds

    Scenario: the type of iat
      When an identity token is requested
      Then the token's iat is right

  @ISSUE-EXP-1
  Rule: The token's exp is a whole number of seconds

    Scenario: the type of exp
      When an identity token is requested
      Then the token's exp is right

  @ISSUE-NCE-1
  Rule: The token's nce is the nonce, byte for byte

    Scenario Outline: a nonce <form>
      Given a valid login gets an identity token
      When an identity token is requested for a nonce <form>
      Then a token with that very nonce is issued

      Examples: as Layer has given them
        | form                                        |
        | of forty hexadecimal digits                 |
        | that is a UUID                              |
        | in base64 with plus, slash and equals signs |
        | in base64url with dashes and underscores    |

      Examples: as opaque as they may be
        | form                          |
        | with percent signs            |
        | with an escaped plus sign     |
        | with ampersands               |
        | with quotes and angle brackets |
        | with dots at both ends        |
        | with dashes at both ends      |
        | in capitals and small letters |
        | of digits with leading zeros  |
        | of one character              |
        | of 512 characters             |

  @ISSUE-NCE-2
  Rule: Another nonce gets another token

    Scenario: two nonces
      When identity tokens are requested for two nonces
      Then the second token is another one

  @ISSUE-OPTIONAL-1
  Rule: Optional claims of the token are strings

    Scenario: the types of optional claims
      When an identity token is requested
      Then the token's optional claims are strings

  @ISSUE-OPTIONAL-2
  Rule: Optional claims of the token say what the target file says

    Scenario: the values of optional claims
      When an identity token is requested for every user whose claims are known
      Then the optional claims of each token are those of the target file

  @ISSUE-RACE-1
  Rule: Users who ask at the same moment get their own tokens

    Scenario Outline: thirty-two requests of <users> at the same moment
      Given a valid login gets an identity token
      When 32 identity tokens are requested at the same moment for <users>
      Then every token is for the user and the nonce of its own request

      Examples: one and several
        | users     |
        | one user  |
        | two users |

  @ISSUE-SESSION-1
  Rule: The token opens a session for its nonce

    Scenario: the whole way to a session
      When an identity token for a nonce of the suite's own server is presented to that server
      Then the server opens a session
