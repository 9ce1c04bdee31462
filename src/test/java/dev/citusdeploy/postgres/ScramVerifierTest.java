package dev.citusdeploy.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.citusdeploy.model.Secret;
import java.security.SecureRandom;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ScramVerifierTest {
  private static final Secret PENCIL = Secret.of("pencil");

  /// The exchange of RFC 7677, section 3, as PostgreSQL would store it.
  private static final String PENCIL_VERIFIER =
      "SCRAM-SHA-256$4096:W22ZaJ0SNY7soEsUEjb6gQ==$WG5d8oPm3OtcPnkdi4Uo7BkeZkBFzpcXkuLmtbsT4qY="
          + ":wfPLwcE6nTWhTAmQ7tl2KeoiWGPlZqQxSrmfPwDl2dU=";

  @Test
  void makesTheVerifierOfTheStandardsExample() {
    byte[] salt = Base64.getDecoder().decode("W22ZaJ0SNY7soEsUEjb6gQ==");

    assertThat(ScramVerifier.create(PENCIL, salt, 4096).text()).isEqualTo(PENCIL_VERIFIER);
  }

  /// Stored by PostgreSQL 17.11 for `CREATE ROLE … PASSWORD`.
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '#',
      ignoreLeadingAndTrailingWhitespace = false,
      value = {
        "plain ASCII|secret|SCRAM-SHA-256$4096:dVK1O/0eAT/4FPyZS9Z0Zw==$trliSS11Enr32EwjFSGtCYLU6Jvu4Ap6Ts+8We7gXUc=:WcLXDy7lgcqvm2vWoK8SBxE+c7xsbRnwT9wqtUEobuA=",
        "a ligature|\uFB01ne|SCRAM-SHA-256$4096:3b6lYjZjMsB0MckPN3MjdA==$K0mQcCm7kWFl+SFVeNVKKnjefhkr/8HAYShcl0v5ZmI=:aCQ9oYBRDyHIXFTywyqXO+vx7RHyCIpCtLSUiCm9BD8=",
        "a no-break space|a\u00A0b|SCRAM-SHA-256$4096:c9kSeJTAM0/IrDcsYBL4+A==$W0s4WUXL30kEtEslMIfKzDDMagOZwegpuZzSDrnXR1E=:I+X/P6IrjgDk5JmN3oG3og8iWwzKgOU4Dp/1rn3VRzY=",
        "a soft hyphen|soft\u00ADhyphen|SCRAM-SHA-256$4096:pVIuxQIqU9+ymPMDQN7CCw==$/PXFWIFIei9aVliofHdGWO3UN1QiBHjMwf0EGhL1IUA=:gWnT04iE6CkkYmDWWKtoA1SJCOO5QS+B/rPLp6apzj0=",
        "a combining accent|e\u0301|SCRAM-SHA-256$4096:QBjkA13KvAalKWk8wAez6w==$7Al2RYla1W4zz2fl1SXmWyzGvFfvyvwsyG/7S6Tfi3c=:sC6Bx+fNpeWbpw8vnEm3+38XZLq8Lqtvy+3nW3QOZoE=",
        "newer than Unicode 3.2|\uD83D\uDE00x|SCRAM-SHA-256$4096:d7a7WzWFxeZDfszspsnKkQ==$8WOrIJ0LwULEKoivLGOrNpLd+ykRfb0yi9LzpvYllsk=:Gl04u0CFhukfCkGDcHfnlo7piilim3+fDQdFkAT6i8U=",
        "both directions|\u05D0a\uFB01|SCRAM-SHA-256$4096:A+NuBjf8/A+IEKEYwo7ueg==$6YRlR+nqMXgrlBc4crNVzAwQNkUPz7L+TZKkxJK8vVQ=:mzj5htEXhEoWr2QbUs4nF6U/czyg9T5vwQ6A+bBCNrY=",
        "private use|a\uE000\uFB01|SCRAM-SHA-256$4096:v8EIQuhMGybMUkh1RGp4sg==$F1/sku0p6CopIai6uXYmZ4JzFqC+2nYI7Z5BqvhFy2Q=:XsAwMfM68R3iZ+esOQx0HO6KOzn0Df057ytqHLhmGFg=",
        "a Roman numeral|\u2168|SCRAM-SHA-256$4096:Fm2Gcgpkp5sPXsgBYTDSvQ==$+ohLmYZLdr+3EsWxeAy7N/DYLtO5C22rU7Nw4ZzqJ0k=:wF0q3SksM9jRyywjms7xiZ4QAb9qfmlhm/I0xJEbTEk=",
        "newer, with a compatibility form|\uD83C\uDD30|SCRAM-SHA-256$4096:FMA90GuB6UNwf3RpcEZT/g==$wrOX7JOGVG42V4CbfkNZ1omkYDzl8QyNM3QrApfyXLI=:cSWD5vm9T1MHQiRNv6tO2SOJJZW/tWs4EOB+n9AJm/w=",
        "right to left, digit last|\u06271|SCRAM-SHA-256$4096:FJoLkBdGWCiDTdXNQ39vRQ==$53ykDx1U1LhVGL58XgvX1tOP3UruBDthI8TOOgrbbIQ=:wPsW8smU2S7Gyo5pjYOAtU6q3YJTDFa0yYQO7BVRtow=",
        "a zero-width space|a\u200Bb|SCRAM-SHA-256$4096:wolaazOKVZaZc2UABsbMog==$hM6F3WpktQY8nr7ljiB1K3v7gVWZ4l7SKXbWxhHOWXE=:+AXU/0jxcxCdH6KwHGxhaYywl3WbG6Lj2MRl8/TC7vc=",
        "an Ogham space|\u1680b|SCRAM-SHA-256$4096:o6cztGPTn6Hfvd4yjeUaDA==$hbxWBqCee3/YY8GTkH+G8K0g4zvKoQpvyOELpE9mKt0=:awrFwUTTXDIsYY3q8LN4XjFpT4RbrF218h3zYvXW5eY=",
        "a control character|\uFB01\u0007|SCRAM-SHA-256$4096:5be49gjGfx/NOnp8Xbidaw==$2DrSoebhZtqEmZ6arSm38kPlngLwUjCJKLIokrPLr6s=:QBmWXowGVhYanYHoanzte11lrNuPxfkMlVbfjNfpR2Y=",
        "a composed letter|\u00E9|SCRAM-SHA-256$4096:0Jamru1zzr3xEY+77FvcSg==$eBkTV+ZlJZoMqdtTsFXQFoDvq/mVTtvVAwq0Zao52P4=:YuDLA3/It+r9FqbHE5YJ2fRuqV6OeAyvR13BhoW2lPY=",
        "nothing but a soft hyphen|\u00AD|SCRAM-SHA-256$4096:H/pw1LXbjNjObjimkd4PhA==$VFclp9SX/n0TB7lIuUnpMelpK2bSiZVnQxcMf9qjCgE=:my6z6zzk6AqSO5qRPA57WiAYiTsbptu70RnXrgMxwCI=",
        "right to left, a ligature|\uFB4F\u05D0|SCRAM-SHA-256$4096:0T3QgJtSUohfgeDO1UhESA==$BXp60qVzueF/1XQPgb0Zi8W8Ypk9hP6XM2eTb8r1yEE=:PDLa5HllQmTqCGyEAVIQpRZA9NkRvSEDtd1474cW45g="
      })
  void agreesWithWhatPostgresStores(String what, String password, String stored) {
    assertThat(ScramVerifier.matches(Secret.of(password), stored)).as(what).isTrue();
    assertThat(ScramVerifier.matches(Secret.of(password + "x"), stored)).as(what).isFalse();
  }

  @Test
  void makesAnotherSaltEachTime() {
    var random = new SecureRandom();
    ScramVerifier one = ScramVerifier.create(PENCIL, random);
    ScramVerifier other = ScramVerifier.create(PENCIL, random);

    assertThat(one).isNotEqualTo(other);
    assertThat(ScramVerifier.matches(PENCIL, one.text())).isTrue();
    assertThat(ScramVerifier.matches(PENCIL, other.text())).isTrue();
  }

  @Test
  void knowsAVerifierWithMoreIterations() {
    String strong = ScramVerifier.create(PENCIL, new byte[] {1, 2, 3, 4}, 5000).text();

    assertThat(ScramVerifier.matches(PENCIL, strong)).isTrue();
    assertThat(ScramVerifier.matches(Secret.of("Pencil"), strong)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "pencil",
        "md5a1b2c3d4e5f60718293a4b5c6d7e8f90",
        "SCRAM-SHA-256$0:W22ZaJ0SNY7soEsUEjb6gQ==$x:y",
        "SCRAM-SHA-256$4096:=W22Z$x:y",
        "SCRAM-SHA-256$4096:W22ZaJ0SNY7soEsUEjb6gQ==$WG5d8oPm3OtcPnkdi4Uo7BkeZkBFzpcXkuLmtbsT4qY="
      })
  void matchesNothingOfAnotherForm(String verifier) {
    assertThat(ScramVerifier.matches(PENCIL, verifier)).isFalse();
  }

  @Test
  void doesNotPrintItself() {
    assertThat(new ScramVerifier(PENCIL_VERIFIER).toString()).doesNotContain("WG5d8oPm");
  }
}
