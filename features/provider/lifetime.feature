Feature: The life of an issued token
  The provider decides how long its token is good for, by a clock that has to be right.

  @LIFETIME-IAT-1
  Rule: iat does not lie ahead of the time at which the token is made

    Scenario: iat and the provider's time to come
      When an identity token is requested
      Then the token's iat is not ahead of the provider's time

  @LIFETIME-IAT-2
  Rule: iat does not lie behind the time at which the token is made

    Scenario: iat and the provider's time that has passed
      When an identity token is requested
      Then the token's iat is not behind the provider's time

  @LIFETIME-CACHE-1
  Rule: A nonce that is sent again gets a token that is made then

    Scenario: the same nonce, two minutes later
      When an identity token is requested again for the same nonce, 2 minutes later
      Then the token is newly made, or the nonce is refused

  @LIFETIME-EXP-1
  Rule: exp is still to come, and later than iat

    Scenario: exp and the provider's time
      When an identity token is requested
      Then the token's exp is after the provider's time

  @LIFETIME-EXP-2
  Rule: A token is good for thirty seconds or more

    Scenario: the least life of a token
      When an identity token is requested
      Then the token's exp is 30 seconds or more after the provider's time

  @LIFETIME-EXP-3
  Rule: A token is good for ten minutes or less

    Scenario: the longest life of a token
      When an identity token is requested
      Then the token's exp is 10 minutes or less after the provider's time
