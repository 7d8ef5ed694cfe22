Feature: What a server remembers
  A server has many users: what one of them has used up is not forgotten for the others' sake.

  @MEMORY-1
  Rule: What was spent, ended or refused stays so however many sign in meanwhile

    Scenario: many sign-ins later
      When each of these is tried again after many sign-ins
        | the identity token of a spent nonce     |
        | another identity token for that nonce   |
        | an identity token that was refused      |
        | the token of a session that was deleted |
      Then for each of them no resource is returned, and the answer is a 4xx

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
