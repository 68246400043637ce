package io.spaces.client;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.spaces.client.identity.DelegationFuzzTest;
import io.spaces.client.identity.DidFuzzTest;
import io.spaces.client.internal.content.seal.SealFuzzTest;
import io.spaces.client.internal.protocol.EndpointFuzzTest;
import io.spaces.client.internal.protocol.object.ObjectListFuzzTest;
import io.spaces.client.internal.protocol.record.RecordsFuzzTest;
import io.spaces.client.internal.restore.RestorePathFuzzTest;
import io.spaces.client.internal.source.rules.FileRulesFuzzTest;
import io.spaces.client.internal.vault.format.JsonObjectsFuzzTest;
import io.spaces.client.internal.vault.format.PacksFuzzTest;
import io.spaces.client.schedule.CronFuzzTest;
import io.spaces.client.schedule.PlanJsonFuzzTest;
import java.util.Arrays;
import java.util.List;

/** All of them at once, chosen by the first byte: for the few seconds that a build has. */
class EverythingFuzzTest {
  private static final List<Target> TARGETS =
      List.of(
          new ObjectListFuzzTest()::anythingIsAListOrADocumentedError,
          new RecordsFuzzTest()::anythingIsRecordsOrADocumentedError,
          new EndpointFuzzTest()::anyTextIsAnEndpointOrADocumentedError,
          new DidFuzzTest()::anyTextIsADidOrADocumentedError,
          new DelegationFuzzTest()::nothingMadeUpIsADelegation,
          new RestorePathFuzzTest()::anyKeyIsBelowTheTargetOrRefused,
          new FileRulesFuzzTest()::anyPatternIsFastOrRefused,
          new CronFuzzTest()::anyTextIsAScheduleOrADocumentedError,
          new PlanJsonFuzzTest()::anyTextIsAPlanOrADocumentedError,
          new JsonObjectsFuzzTest()::anythingIsOfTheFormatOrAFormatError,
          new PacksFuzzTest()::anythingIsOfTheFormatOrAFormatError,
          new SealFuzzTest()::whatIsSealedComesBackAndNothingElseDoes);

  private interface Target {
    void test(byte[] data) throws Exception;
  }

  @FuzzTest
  void noInputDoesHarm(byte[] data) throws Exception {
    if (data.length > 0) {
      TARGETS.get((data[0] & 0xff) % TARGETS.size()).test(Arrays.copyOfRange(data, 1, data.length));
    }
  }
}
