package io.spaces.client.testkit.soak;

import io.spaces.client.transfer.ObjectFailure;
import io.spaces.client.transfer.TransferStatus;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Compares what is there with what may be there, by plain comparison of bytes. */
final class Checker {
  private Checker() {}

  /**
   * Checks the objects of a mirror after a run.
   *
   * @param before what it held before the run
   * @param after what it holds now
   * @param tree what was backed up
   * @param status how the run ended, or null when nobody knows
   * @param strict whether it was to delete what the tree does not hold
   */
  static void mirror(
      Map<String, byte[]> before,
      Map<String, byte[]> after,
      Map<String, byte[]> tree,
      @Nullable TransferStatus status,
      List<ObjectFailure> failures,
      boolean strict) {
    boolean succeeded = status == TransferStatus.SUCCEEDED;
    Set<String> named = failures.stream().map(ObjectFailure::key).collect(Collectors.toSet());
    Set<String> keys = new TreeSet<>(before.keySet());
    keys.addAll(after.keySet());
    keys.addAll(tree.keySet());
    boolean complete = true;
    for (String key : tree.keySet()) {
      complete &= Arrays.equals(after.get(key), tree.get(key));
    }
    for (String key : keys) {
      byte[] now = after.get(key);
      boolean asBefore = Arrays.equals(now, before.get(key));
      if (tree.containsKey(key)) {
        boolean asInTree = Arrays.equals(now, tree.get(key));
        require(asInTree || asBefore, "the space made up the content of " + key);
        require(asInTree || !succeeded, "success was reported without " + key);
        require(
            asInTree || status != TransferStatus.PARTIAL || named.contains(key),
            "no failure names " + key);
      } else {
        boolean deleted = now == null && strict && complete;
        require(asBefore || deleted, "the space changed or lost " + key);
        require(now == null || !strict || !succeeded, "success was reported in spite of " + key);
      }
    }
  }

  /**
   * Checks a restored folder.
   *
   * @param expected what the restore was of
   * @param found what is there
   * @param complete whether everything has to be there that is expected
   */
  static void restored(
      Map<String, byte[]> expected,
      Map<String, byte[]> found,
      TransferStatus status,
      boolean complete) {
    for (Map.Entry<String, byte[]> file : found.entrySet()) {
      require(
          Arrays.equals(file.getValue(), expected.get(file.getKey())),
          "a restore that ended as " + status + " left a wrong " + file.getKey());
    }
    require(
        status != TransferStatus.SUCCEEDED || !complete || found.keySet().equals(expected.keySet()),
        "a restore succeeded without all files: " + found.keySet() + ", not " + expected.keySet());
  }

  static void require(boolean holds, String finding) {
    if (!holds) {
      throw new Finding(finding);
    }
  }

  /** Something that must not be. */
  static final class Finding extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Finding(String message) {
      super(message);
    }

    Finding(String message, Throwable cause) {
      super(message, cause);
    }
  }
}
