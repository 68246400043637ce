package io.spaces.client.internal.mirror;

import io.spaces.client.internal.listing.SourceListing;
import io.spaces.client.internal.restore.platform.NameTraits;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a run has sent, and what of it a list has shown since. Filled by several threads; then of
 * one.
 */
final class SentObjects {
  /** A space need not tell names apart that differ in case or in Unicode's form alone. */
  private static final NameTraits FOLDING = new NameTraits(true, true);

  private final RemoteIndex sent = new RemoteIndex();
  private Map<String, String> spellings = Map.of();

  /** An object was sent, and acknowledged. */
  synchronized void add(String key, long length, byte[] digest) {
    sent.put(key, length, digest);
  }

  boolean isEmpty() {
    return sent.size() == 0;
  }

  /** Whether a list has shown everything. */
  boolean areSeen() {
    return sent.unseenCount() == 0;
  }

  /**
   * Takes in what a list shows.
   *
   * @param size bytes, or -1 when the list does not say; that says nothing against it
   * @param digest the content hash, or null when the list does not say; likewise
   */
  void listed(String key, long size, byte @Nullable [] digest) {
    String spelled = spellings.isEmpty() ? key : spellings.getOrDefault(FOLDING.fold(key), key);
    if (sent.agrees(spelled, size, digest)) {
      sent.see(spelled);
    }
  }

  /** How long an object is that was sent. */
  long length(String key) {
    return sent.length(key);
  }

  /** The keys that no list has shown; from now on it may show them in another spelling. */
  List<String> unseen(SourceListing work) {
    List<String> unseen = new ArrayList<>();
    spellings = new HashMap<>();
    for (int number = 0; number < work.count(); number++) {
      String key = work.key(number);
      if (sent.isUnseen(key)) {
        unseen.add(key);
        spellings.put(FOLDING.fold(key), key);
      }
    }
    return unseen;
  }
}
