package io.spaces.client.internal.http.retry;

import static org.assertj.core.api.Assertions.assertThat;

import io.spaces.client.error.SpaceConnectionException;
import io.spaces.client.error.SpaceResponseException;
import io.spaces.client.internal.http.BrokenConnectionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RetryPolicyTest {
  /** The statuses of RFC 9110 and RFC 6585, and some that proxies have made up. */
  @ParameterizedTest(name = "{0}: may pass {1}, may have happened {2}")
  @CsvSource({
    "400, false, false",
    "401, false, false",
    "402, false, false",
    "403, false, false",
    "404, false, false",
    "408, true, true",
    "409, false, false",
    "413, false, false",
    "425, true, false",
    "429, true, false",
    "499, false, false",
    "500, true, true",
    "501, true, false",
    "502, true, true",
    "503, true, false",
    "504, true, true",
    "505, true, false",
    "507, true, false",
    "520, true, true",
    "599, true, true",
  })
  void judgesAStatus(int status, boolean mayPass, boolean mayHaveHappened) {
    SpaceResponseException answer = new SpaceResponseException("", status, "");

    assertThat(RetryPolicy.mayPass(status)).isEqualTo(mayPass);
    assertThat(RetryPolicy.mayPass(answer)).isEqualTo(mayPass);
    assertThat(RetryPolicy.mayHaveHappened(answer)).isEqualTo(mayHaveHappened);
  }

  @Test
  void aSuccessThatWasNoneMayPassAndIsNotRepeatedBlindly() {
    SpaceResponseException belied = new SpaceResponseException("", 200, "");

    assertThat(RetryPolicy.mayPass(belied)).isTrue();
    assertThat(RetryPolicy.mayHaveHappened(belied)).isFalse();
  }

  @Test
  void onlyWhatWasSentMayHaveHappened() {
    assertThat(RetryPolicy.mayHaveHappened(broken(true))).isTrue();
    assertThat(RetryPolicy.mayHaveHappened(broken(false))).isFalse();
    assertThat(RetryPolicy.mayHaveHappened(new SpaceConnectionException("given up", null)))
        .isFalse();
  }

  private static SpaceConnectionException broken(boolean sent) {
    return new SpaceConnectionException("", new BrokenConnectionException("", sent, null));
  }
}
