Feature: The claims of an identity token
  The claims say who vouches for whom, since when, until when, and in answer to which nonce.

  @CLAIM-ISS-1
  Rule: A token without iss is refused

    Scenario: no iss
      Given an identity token that opens a session
      When a session is requested with another identity token without iss
      Then the identity token is refused

  @CLAIM-ISS-2
  Rule: A token whose iss is not a string is refused

    Scenario: an iss that is no string
      When a session is requested with each of these identity tokens
        | whose iss is null                   |
        | whose iss is a number               |
        | whose iss is a boolean              |
        | whose iss is an array               |
        | whose iss is an object              |
        | whose iss is the number zero        |
        | whose iss is an operator of MongoDB |
      Then for each of them the identity token is refused

  @CLAIM-PRN-1
  Rule: A token without prn is refused

    Scenario: no prn
      Given an identity token that opens a session
      When a session is requested with another identity token without prn
      Then the identity token is refused

  @CLAIM-PRN-2
  Rule: A token whose prn is not a string is refused

    Scenario: a prn that is no string
      When a session is requested with each of these identity tokens
        | whose prn is null      |
        | whose prn is a number  |
        | whose prn is a boolean |
        | whose prn is an array  |
        | whose prn is an object |
      Then for each of them the identity token is refused

  @CLAIM-IAT-1
  Rule: A token without iat is refused

    Scenario: no iat
      Given an identity token that opens a session
      When a session is requested with another identity token without iat
      Then the identity token is refused

  @CLAIM-IAT-2
  Rule: A token whose iat is not an integer is refused

    Scenario: an iat that is no integer
      When a session is requested with each of these identity tokens
        | whose iat is null      |
        | whose iat is a string  |
        | whose iat is a boolean |
        | whose iat is an array  |
        | whose iat is an object |
      Then for each of them the identity token is refused

  @CLAIM-IAT-3
  Rule: A token whose iat has a fraction is refused

    Scenario: half a second in iat
      Given an identity token that opens a session
      When a session is requested with another identity token whose iat has a fraction
      Then the identity token is refused

  @CLAIM-EXP-1
  Rule: A token without exp is refused

    Scenario: no exp
      Given an identity token that opens a session
      When a session is requested with another identity token without exp
      Then the identity token is refused

  @CLAIM-EXP-2
  Rule: A token whose exp is not an integer is refused

    Scenario: an exp that is no integer
      When a session is requested with each of these identity tokens
        | whose exp is null      |
        | whose exp is a string  |
        | whose exp is a boolean |
        | whose exp is an array  |
        | whose exp is an object |
      Then for each of them the identity token is refused

  @CLAIM-EXP-3
  Rule: A token whose exp has a fraction is refused

    Scenario: half a second in exp
      Given an identity token that opens a session
      When a session is requested with another identity token whose exp has a fraction
      Then the identity token is refused

  @CLAIM-NCE-1
  Rule: A token without nce is refused

    Scenario: no nce
      Given an identity token that opens a session
      When a session is requested with another identity token without nce
      Then the identity token is refused

  @CLAIM-NCE-2
  Rule: A token whose nce is not a string is refused

    Scenario: an nce that is no string
      When a session is requested with each of these identity tokens
        | whose nce is null                   |
        | whose nce is a number               |
        | whose nce is a boolean              |
        | whose nce is an array               |
        | whose nce is an object              |
        | whose nce is the number zero        |
        | whose nce is an operator of MongoDB |
      Then for each of them the identity token is refused

  @CLAIM-ISS-3
  Rule: A token of an unknown provider is refused

    Scenario: an unknown provider
      When a session is requested with each of these identity tokens
        | whose iss is a provider that nobody registered |
        | whose iss is not the id of a provider          |
        | whose iss is empty                             |
      Then for each of them the identity token is refused

  @CLAIM-ISS-4
  Rule: Whether a bare UUID is accepted as iss is reported

    Scenario: an iss without its prefix
      Given an identity token that opens a session
      When a session is requested with another identity token whose iss is a bare UUID
      Then the answer is reported

  @CLAIM-PRN-3
  Rule: Any usual kind of user id is accepted

    Scenario Outline: a usual user id: a token <fault>
      When a session is requested with another identity token <fault>
      Then the identity token is accepted

      Examples: as the documents name them
        | fault                          |
        | for a UUID as user             |
        | for a username as user         |
        | for an email address as user   |
        | for a telephone number as user |

  @CLAIM-PRN-4
  Rule: A user id in any script and of great length is accepted

    Scenario: an unusual user id
      When a session is requested with each of these identity tokens
        | for a user in Japanese                 |
        | for a user with an emoji               |
        | for a user with a name of 1000 letters |
      Then for each of them the identity token is accepted

  @CLAIM-OPTIONAL-1
  Rule: The optional claims are accepted

    Scenario: optional claims
      When a session is requested with each of these identity tokens
        | with first_name, last_name, display_name and avatar_url |
        | with a display_name only                                |
      Then for each of them the identity token is accepted

  @CLAIM-UNKNOWN-1
  Rule: Undocumented claims are ignored

    Scenario: unknown claims
      When a session is requested with each of these identity tokens
        | with sub, jti and a claim of its own |
        | with a nested object as claim        |
        | with optional claims that are null   |
      Then for each of them the identity token is accepted

  @PROVIDER-BOUND-1
  Rule: A provider that is not bound to the app signs nobody in

    Scenario: another's provider
      Given an identity token that opens a session
      And another provider's identity token that opens a session at its own application
      When a session is requested with an identity token of a provider that is not bound to the app
      Then the identity token is refused

  @KEY-PROVIDER-1
  Rule: A provider's key vouches for that provider only

    Scenario: another provider's key, by its own id
      Given an identity token that opens a session
      And another provider's identity token that opens a session at its own application
      When a session is requested with an identity token signed by another provider's key
      Then the identity token is refused

  @USER-SUSPENDED-1
  Rule: A suspended user is refused

    Scenario: a suspended user
      Given an identity token that opens a session
      When a session is requested with an identity token for the suspended user
      Then the suspended user is refused
