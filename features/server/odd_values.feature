Feature: Odd values in identity tokens
  Numbers, users and types at the edge of what they can be.

  @NUMBER-1
  Rule: An exp that is past is past, however it is written

    Scenario: negative numbers, and numbers that would wrap around
      When a session is requested with each of these identity tokens
        | whose exp is -1                                 |
        | whose exp is 1                                  |
        | whose exp is five minutes, as a life            |
        | whose exp is -0                                 |
        | whose exp is -2147483648                        |
        | whose exp is the least number of 64 bits        |
        | whose exp is a negative number of thirty digits |
        | whose exp is to come but for 2 to the 32nd      |
        | whose exp is to come but for 2 to the 64th      |
        | whose exp is past, with an exponent             |
      Then for each of them the identity token is refused

  @NUMBER-2
  Rule: An exp beyond 31 and 32 bits is to come

    Scenario: seconds that a small integer cannot count
      When a session is requested with each of these identity tokens
        | whose exp is the first second beyond 31 bits |
        | whose exp is the first second beyond 32 bits |
        | whose exp is two hundred years ahead         |
      Then for each of them the identity token is accepted

  @NUMBER-3
  Rule: How an exp beyond every calendar is taken is reported

    Scenario: exponents and enormous numbers
      When a session is requested with each of these identity tokens
        | whose exp is beyond the year 9999                       |
        | whose exp is the first number that a double cannot hold |
        | whose exp is the first number beyond 63 bits            |
        | whose exp is the first number beyond 64 bits            |
        | whose exp is a number of thirty digits                  |
        | whose exp is a number of five thousand digits           |
        | whose exp is to come, with an exponent                  |
        | whose exp is to come, with .0                           |
        | whose exp has an exponent beyond any double             |
      Then for each of them the answer is reported

  @NUMBER-4
  Rule: An iat that is to come is to come, however large it is

    Scenario: numbers that would wrap around
      When a session is requested with each of these identity tokens
        | whose iat is a moment ago and 2 to the 32nd |
        | whose iat is a moment ago and 2 to the 64th |
        | whose iat is a number of thirty digits      |
        | whose iat is in milliseconds                |
      Then for each of them the identity token is refused

  @NUMBER-5
  Rule: How an iat before all clocks is taken is reported

    Scenario: zero and negative numbers
      When a session is requested with each of these identity tokens
        | whose iat is 0                                  |
        | whose iat is -1                                 |
        | whose iat is -0                                 |
        | whose iat is the least number of 64 bits        |
        | whose iat is a negative number of thirty digits |
      Then for each of them the answer is reported

  @AGE-1
  Rule: A token that was made some minutes ago is accepted

    Scenario: tokens of some minutes
      When a session is requested with each of these identity tokens
        | whose iat is -2 minutes from now |
        | whose iat is -6 minutes from now |
        | whose iat is -9 minutes from now |
      Then for each of them the identity token is accepted

  @AGE-2
  Rule: A token that was made long ago is accepted as long as its exp is to come

    Scenario: tokens of hours and days
      When a session is requested with each of these identity tokens
        | whose iat is -11 minutes from now |
        | whose iat is -1 hour from now     |
        | whose iat is -1 day from now      |
      Then for each of them the identity token is accepted

  @USER-ODD-1
  Rule: How users of unusual characters are taken is reported

    Scenario: users that few expect
      When a session is requested with each of these identity tokens
        | whose prn is an empty string                          |
        | whose prn is a blank                                  |
        | whose prn has blanks around it                        |
        | whose prn has a zero byte within                      |
        | whose prn has a zero byte at its end                  |
        | whose prn has half a pair of surrogates               |
        | whose prn has a pair of surrogates in the wrong order |
        | whose prn has marks of direction                      |
        | whose prn has signs without a width                   |
        | whose prn has an accent of its own                    |
        | whose prn has a byte order mark                       |
        | whose prn has a line break                            |
        | whose prn has markup                                  |
        | whose prn is a path                                   |
        | whose prn has quotes                                  |
        | whose prn has placeholders                            |
        | whose prn is ten thousand letters                     |
      Then for each of them the answer is reported

  @HEADER-ODD-1
  Rule: How typ is taken in another spelling of its MIME type is reported

    Scenario: typ as MIME types may be written
      When a session is requested with each of these identity tokens
        | with typ jwt             |
        | with typ Jwt             |
        | with typ application/jwt |
        | with typ application/JWT |
        | with typ JWT and a blank |
        | with typ at+jwt          |
      Then for each of them the answer is reported

  @HEADER-ODD-2
  Rule: How cty is taken in another spelling of its content type is reported

    Scenario: cty as content types may be written
      When a session is requested with each of these identity tokens
        | with cty LAYER-EIT;V=1             |
        | with cty layer-eit; v=1            |
        | with cty layer-eit;v="1"           |
        | with cty application/layer-eit;v=1 |
      Then for each of them the answer is reported

  @HEADER-ODD-3
  Rule: A cty that only resembles layer-eit;v=1 is refused

    Scenario: other versions and other types
      When a session is requested with each of these identity tokens
        | with cty layer-eit;v=10    |
        | with cty layer-eit;v=1.1   |
        | with cty layer-eit;v=      |
        | with cty layer-eit;v=2;v=1 |
        | with cty x-layer-eit;v=1   |
        | with cty layer-eitv=1      |
      Then for each of them the identity token is refused

  @ODD-1
  Rule: No odd token breaks the server

    Scenario: numbers and users that few expect
      When a session is requested with each of these identity tokens
        | whose exp is beyond the year 9999                       |
        | whose exp is the first number that a double cannot hold |
        | whose exp is the first number beyond 63 bits            |
        | whose exp is the first number beyond 64 bits            |
        | whose exp is a number of thirty digits                  |
        | whose exp is a number of five thousand digits           |
        | whose exp is to come, with an exponent                  |
        | whose exp is to come, with .0                           |
        | whose exp has an exponent beyond any double             |
        | whose iat is 0                                          |
        | whose iat is -1                                         |
        | whose iat is -0                                         |
        | whose iat is the least number of 64 bits                |
        | whose iat is a negative number of thirty digits         |
        | whose prn is an empty string                            |
        | whose prn is a blank                                    |
        | whose prn has blanks around it                          |
        | whose prn has a zero byte within                        |
        | whose prn has a zero byte at its end                    |
        | whose prn has half a pair of surrogates                 |
        | whose prn has a pair of surrogates in the wrong order   |
        | whose prn has marks of direction                        |
        | whose prn has signs without a width                     |
        | whose prn has an accent of its own                      |
        | whose prn has a byte order mark                         |
        | whose prn has a line break                              |
        | whose prn has markup                                    |
        | whose prn is a path                                     |
        | whose prn has quotes                                    |
        | whose prn has placeholders                              |
        | whose prn is ten thousand letters                       |
      Then for each of them the server answers without a 5xx

    Scenario: JSON that few parsers expect
      When a session is requested with each of these identity tokens
        | whose payload begins with a byte order mark     |
        | whose header begins with a byte order mark      |
        | with a claim that is nested a hundred times     |
        | with a claim that is nested ten thousand times  |
        | with a header that is nested ten thousand times |
        | with a thousand claims of its own               |
        | whose prn stands twice, another first           |
        | whose prn stands twice, another last            |
        | whose exp stands twice, a past one first        |
        | whose exp stands twice, a past one last         |
        | whose nce stands twice, another first           |
        | whose nce stands twice, another last            |
        | whose iss stands twice, another first           |
        | whose iss stands twice, another last            |
        | whose kid stands twice, another first           |
        | whose kid stands twice, another last            |
        | whose alg stands twice, none first              |
        | whose alg stands twice, none last               |
        | whose cty stands twice, another first           |
        | whose cty stands twice, another last            |
      Then for each of them the server answers without a 5xx

    Scenario: extensions that few libraries know
      When a session is requested with each of these identity tokens
        | with b64 false                                     |
        | with b64 false, which is critical                  |
        | with b64 true, which is critical                   |
        | with a critical extension that nobody knows        |
        | with a critical extension that is not there        |
        | with exp as a critical extension                   |
        | with nothing critical                              |
        | with crit that is no list                          |
        | with typ jwt                                       |
        | with typ Jwt                                       |
        | with typ application/jwt                           |
        | with typ application/JWT                           |
        | with typ JWT and a blank                           |
        | with typ at+jwt                                    |
        | with a signature whose algorithm has no parameters |
        | whose header ends in stray bits                    |
        | whose payload ends in stray bits                   |
      Then for each of them the server answers without a 5xx
