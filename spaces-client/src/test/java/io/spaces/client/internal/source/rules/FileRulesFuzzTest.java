package io.spaces.client.internal.source.rules;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.spaces.client.error.InvalidParameterException;
import java.util.List;

/** Any pattern is a pattern or refused, and none takes long to compare with. */
public class FileRulesFuzzTest {
  private static final String KEY = "a/".repeat(60) + "a".repeat(200) + "b";

  @FuzzTest
  public void anyPatternIsFastOrRefused(byte[] data) {
    String pattern = new String(data, UTF_8);
    FileRules rules;
    try {
      rules = FileRules.builder().exclude(List.of(pattern)).build();
    } catch (InvalidParameterException documented) {
      return;
    }
    if (rules.excludes(KEY, false) && rules.accepts(KEY, false)) {
      throw new AssertionError("both left out and taken");
    }
  }
}
