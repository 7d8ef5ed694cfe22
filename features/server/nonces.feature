Feature: Nonces
  A nonce identifies a single authentication request: anyone may ask for one, and it is good once, for ten minutes.

  @NONCE-1
  Rule: A nonce is created on request

    Scenario: asking for a nonce
      When a nonce is requested
      Then a nonce is created

  @NONCE-TYPE-1
  Rule: A nonce is answered as JSON and labelled so

    Scenario: the label of a nonce
      When a nonce is requested
      Then a nonce is created
      And the answer is labelled as JSON

  @NONCE-AUTH-1
  Rule: A nonce needs no authorization

    Scenario: asking for a nonce without Authorization
      When a nonce is requested without Authorization
      Then a nonce is created

  @NONCE-AUTH-2
  Rule: An Authorization header changes nothing about requesting a nonce

    Scenario Outline: asking for a nonce with <authorization> as Authorization
      Given a nonce request that succeeds
      When a nonce request is sent with <authorization> as Authorization
      Then a nonce is created

      Examples: stale and foreign
        | authorization                  |
        | the token of a deleted session |
        | an unknown session token       |
        | a Bearer token                 |
        | a Basic login                  |
        | a question mark                |

  @NONCE-BODY-1
  Rule: A nonce is issued to a request without a body

    Scenario Outline: asking for a nonce <way>
      When a nonce is requested <way>
      Then a nonce is created

      Examples: as the official clients do
        | way                                     |
        | without a body and without Content-Type |
        | with an empty body labelled as JSON     |

  @NONCE-BODY-2
  Rule: An empty JSON object changes nothing about requesting a nonce

    Scenario: asking for a nonce with an empty JSON object
      Given a nonce request that succeeds
      When a nonce is requested with an empty JSON object
      Then a nonce is created

  @NONCE-QUERY-1
  Rule: An unknown query changes nothing about requesting a nonce

    Scenario Outline: asking for a nonce <query>
      Given a nonce request that succeeds
      When a nonce is requested <query>
      Then a nonce is created

      Examples: as the official clients do
        | query                           |
        | with an unknown query           |
        | with a query that names a value |

  @NONCE-UNIQUE-1
  Rule: No nonce is issued twice

    Scenario: a hundred nonces and more of this run
      When at least 100 nonces of this run are looked at
      Then no two of them are alike

  @NONCE-URLSAFE-1
  Rule: A nonce can stand in a URL as it is

    Scenario: twenty nonces and more of this run
      When at least 20 nonces of this run are looked at
      Then each can stand in a URL as it is

  @NONCE-MANY-1
  Rule: Several nonces live side by side

    Scenario: a nonce that is older than fifty others
      Given a nonce that is older than 50 others
      When a session is requested with a valid identity token for it
      Then the identity token is accepted

  @NONCE-LIFE-1
  Rule: A nonce can be used for ten minutes

    Scenario Outline: a nonce that is <age> old
      Given a nonce
      And <age> have passed
      When a session is requested with a valid identity token for it
      Then the identity token is accepted

      Examples: still alive
        | age                  |
        | 0 seconds            |
        | 5 minutes            |
        | 9 minutes 59 seconds |

    Scenario: the nonce of a challenge that is 9 minutes 59 seconds old
      Given the nonce of the challenge to a deleted session
      And 9 minutes 59 seconds have passed
      When a session is requested with a valid identity token for it
      Then the identity token is accepted

  @NONCE-LIFE-2
  Rule: A nonce is refused after ten minutes

    Scenario Outline: a nonce that is <age> old, which is too old
      Given an identity token that opens a session
      And a nonce
      And <age> have passed
      When a session is requested with a valid identity token for it
      Then the identity token is refused

      Examples: expired
        | age                 |
        | 10 minutes 1 second |
        | 11 minutes          |
        | 1 day               |

    Scenario: the nonce of a challenge that is 10 minutes 1 second old
      Given the nonce of the challenge to a deleted session
      And 10 minutes 1 second have passed
      When a session is requested with a valid identity token for it
      Then the identity token is refused

    Scenario: a refused token does not extend the nonce's life
      Given a nonce that a refused token named when it was 5 minutes old
      And 6 minutes have passed
      When a session is requested with a valid identity token for it
      Then the identity token is refused

  @NONCE-3
  Rule: A nonce opens at most one session

    Scenario Outline: <token> for a nonce that has opened a session
      Given a nonce that has opened a session
      When a session is requested with <token> for that nonce
      Then the identity token is refused

      Examples: spent
        | token                             |
        | the same identity token           |
        | a new identity token              |
        | an identity token of another user |

    Scenario: a nonce that has opened a session in another version
      Given a nonce that has opened a session in another version
      When a session is requested with a new identity token for that nonce
      Then the identity token is refused

    Scenario: a nonce whose session was deleted stays spent
      Given a nonce whose session was deleted
      When a session is requested with a new identity token for that nonce
      Then the identity token is refused

    Scenario: a spent nonce stays spent after a refusal
      Given a nonce that was refused after it had opened a session
      When a session is requested with a new identity token for that nonce
      Then the identity token is refused

  @NONCE-4
  Rule: A nonce that was spent stays spent

    Scenario Outline: a nonce that was spent <duration> ago
      Given a nonce that has opened a session
      And <duration> have passed
      When a session is requested with a new identity token for that nonce
      Then the identity token is refused

      Examples: within its ten minutes and after them
        | duration   |
        | 5 minutes  |
        | 11 minutes |

  @NONCE-RACE-1
  Rule: A nonce opens one session even when many are requested at once

    Scenario: eight requests for one nonce at the same moment, three times over
      Given an identity token that opens a session
      And 3 nonces
      When 8 sessions are requested for each nonce at the same moment
      Then each nonce opens exactly one session and the other requests are refused

  @NONCE-RACE-2
  Rule: Nonces that are requested at the same moment are all different and all valid

    Scenario: twenty-five nonces at the same moment
      Given an identity token that opens a session
      When 25 nonces are requested at the same moment
      Then no two of them are alike and each opens a session

  @NONCE-ISSUED-1
  Rule: A nonce that was never issued is refused

    Scenario Outline: <nonce>
      Given <nonce>
      When a session is requested with a valid identity token for it
      Then the identity token is refused

      Examples: invented
        | nonce                                                      |
        | a UUID that was never issued as a nonce                    |
        | forty hexadecimal digits that were never issued as a nonce |
        | the characters of a nonce in another order                 |

  @NONCE-ISSUED-2
  Rule: A nonce that was altered is refused

    Scenario Outline: a nonce <change>
      Given a nonce <change>
      When a session is requested with a valid identity token for it
      Then the identity token is refused

      Examples: altered
        | change                       |
        | in the other case            |
        | without its last character   |
        | with an extra character      |
        | in the other base64 alphabet |
        | with a blank after it        |
        | with a blank before it       |

  @NONCE-BURN-1
  Rule: Whether a refused attempt spends the nonce is reported

    Scenario: a nonce that a refused token named
      Given an identity token that opens a session
      And a nonce that a refused token named
      When a session is requested with a valid identity token for it
      Then the answer is reported
