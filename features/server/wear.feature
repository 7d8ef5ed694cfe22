Feature: What shows over a whole run
  A server has many users: each has a nonce and a session of its own, and what one has used up is not forgotten for the others' sake.

  @MEMORY-1
  Rule: What was spent, ended or refused stays so however many sign in meanwhile

    Scenario: many sign-ins later
      When each of these is tried again after many sign-ins
        | the identity token of a spent nonce     |
        | another identity token for that nonce   |
        | an identity token that was refused      |
        | the token of a session that was deleted |
      Then for each of them no resource is returned, and the answer is a 4xx

  @NONCE-MANY-1
  Rule: Several nonces live side by side

    Scenario: a nonce that is older than fifty others
      Given a nonce that is older than 50 others
      When a session is requested with a valid identity token for it
      Then the identity token is accepted

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

  @SESSION-UNIQUE-1
  Rule: No two sessions share a token

    Scenario: ten session tokens and more of this run
      When at least 10 session tokens of this run are looked at
      Then no two of them are alike

  @GUESS-1
  Rule: Nobody can guess a nonce from the others

    Scenario: forty nonces and more of this run
      When at least 40 nonces of this run are looked at
      Then nobody can guess the next one

  @GUESS-2
  Rule: Nobody can guess a session token from the others

    Scenario: forty session tokens and more of this run
      When at least 40 session tokens of this run are looked at
      Then nobody can guess the next one
