Feature: The header of an identity token
  The header says what the token is, how it was signed and by which key.

  @TOKEN-TYP-1
  Rule: The header has a typ

    Scenario: no typ
      Given an identity token that opens a session
      When a session is requested with another identity token without typ
      Then the identity token is refused

  @TOKEN-TYP-2
  Rule: typ is a string

    Scenario: a typ that is no string
      When a session is requested with each of these identity tokens
        | whose typ is null      |
        | whose typ is a number  |
        | whose typ is a boolean |
        | whose typ is an array  |
        | whose typ is an object |
      Then for each of them the identity token is refused

  @TOKEN-TYP-3
  Rule: typ is JWT

    Scenario: another typ
      When a session is requested with each of these identity tokens
        | with typ JOSE     |
        | with an empty typ |
      Then for each of them the identity token is refused

  @TOKEN-TYP-4
  Rule: Whether the older typ JWS is accepted is reported

    Scenario: the typ of older documents
      Given an identity token that opens a session
      When a session is requested with another identity token with typ JWS
      Then the answer is reported

  @TOKEN-ALG-1
  Rule: The header has an alg

    Scenario: no alg
      Given an identity token that opens a session
      When a session is requested with another identity token without alg
      Then the identity token is refused

  @TOKEN-ALG-2
  Rule: alg is a string

    Scenario: an alg that is no string
      When a session is requested with each of these identity tokens
        | whose alg is null      |
        | whose alg is a number  |
        | whose alg is a boolean |
        | whose alg is an array  |
        | whose alg is an object |
      Then for each of them the identity token is refused

  @TOKEN-ALG-3
  Rule: alg is RS256 and nothing else that signs

    Scenario: another alg
      When a session is requested with each of these identity tokens
        | signed with RS384                          |
        | signed with RS512                          |
        | signed with PS256                          |
        | signed with PS384                          |
        | signed with PS512                          |
        | signed with ES256                          |
        | signed with an algorithm that nobody knows |
        | with an empty alg                          |
      Then for each of them the identity token is refused

  @TOKEN-ALG-4
  Rule: alg none is refused in any spelling

    Scenario: an unsigned token
      When a session is requested with each of these identity tokens
        | with alg none                         |
        | with alg None                         |
        | with alg NONE                         |
        | with alg nOnE                         |
        | with alg none and the right signature |
      Then for each of them the identity token is refused

  @TOKEN-ALG-5
  Rule: A token keyed with the public key as an HMAC secret is refused

    Scenario: a public secret
      When a session is requested with each of these identity tokens
        | signed with HS256 and the public key as the secret            |
        | signed with HS256 and the public key without its last newline |
        | signed with HS256 and the PKCS#1 public key as the secret     |
        | signed with HS256 and an empty secret                         |
      Then for each of them the identity token is refused

  @TOKEN-CTY-1
  Rule: The header has a cty

    Scenario: no cty
      Given an identity token that opens a session
      When a session is requested with another identity token without cty
      Then the identity token is refused

  @TOKEN-CTY-2
  Rule: cty is a string

    Scenario: a cty that is no string
      When a session is requested with each of these identity tokens
        | whose cty is null      |
        | whose cty is a number  |
        | whose cty is a boolean |
        | whose cty is an array  |
        | whose cty is an object |
      Then for each of them the identity token is refused

  @TOKEN-CTY-3
  Rule: cty is layer-eit;v=1

    Scenario: another cty
      When a session is requested with each of these identity tokens
        | with cty layer-eit;v=2 |
        | with cty layer-eit     |
        | with cty JWT           |
        | with an empty cty      |
      Then for each of them the identity token is refused

  @TOKEN-KID-1
  Rule: The header has a kid

    Scenario: no kid
      Given an identity token that opens a session
      When a session is requested with another identity token without kid
      Then the identity token is refused

  @TOKEN-KID-2
  Rule: kid is a string

    Scenario: a kid that is no string
      When a session is requested with each of these identity tokens
        | whose kid is null            |
        | whose kid is a number        |
        | whose kid is a boolean       |
        | whose kid is an array        |
        | whose kid is an object       |
        | whose kid is the number zero |
      Then for each of them the identity token is refused

  @TOKEN-KID-3
  Rule: kid names a key that the server knows

    Scenario: a kid that nobody registered
      Given an identity token that opens a session
      When a session is requested with another identity token with a kid that nobody registered
      Then the identity token is refused

  @TOKEN-KID-4
  Rule: A malformed kid is refused

    Scenario: a malformed kid
      When a session is requested with each of these identity tokens
        | with an empty kid                  |
        | with a kid that is no key id       |
        | with a kid that is a path          |
        | with the id of the provider as kid |
      Then for each of them the identity token is refused

  @TOKEN-KID-5
  Rule: Whether a bare UUID is accepted as kid is reported

    Scenario: a kid without its prefix
      Given an identity token that opens a session
      When a session is requested with another identity token with a bare UUID as kid
      Then the answer is reported

  @TOKEN-KEY-1
  Rule: A key that comes with the token is not trusted

    Scenario: a key of its own
      When a session is requested with each of these identity tokens
        | that brings its own key as jwk |
        | that brings its own key as jku |
        | that brings its own key as x5c |
      Then for each of them the identity token is refused

  @KEY-DISABLED-1
  Rule: A disabled key signs nothing

    Scenario: a disabled key
      Given an identity token that opens a session
      When a session is requested with an identity token signed by the disabled key
      Then the identity token is refused

  @KEY-DELETED-1
  Rule: A deleted key signs nothing

    Scenario: a deleted key
      Given an identity token that opens a session
      When a session is requested with an identity token signed by the deleted key
      Then the identity token is refused
