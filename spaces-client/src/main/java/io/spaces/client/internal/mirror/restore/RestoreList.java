package io.spaces.client.internal.mirror.restore;

import io.spaces.client.internal.mirror.MirrorBackup;
import io.spaces.client.internal.protocol.object.RemoteObjectVisitor;
import io.spaces.client.internal.restore.RefusedEntryException;
import io.spaces.client.internal.restore.RestorePath;
import io.spaces.client.internal.restore.entry.CollisionDetector;
import io.spaces.client.internal.restore.entry.NewRoot;
import io.spaces.client.internal.restore.entry.WantedPaths;
import io.spaces.client.internal.restore.platform.NameTraits;
import io.spaces.client.internal.restore.platform.Platform;
import io.spaces.client.internal.source.rules.FileRules;
import io.spaces.client.transfer.ObjectFailure;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Sorts what a space lists: what can be restored, and what cannot because of its name. The server
 * may be malicious; nothing it names is used as a path unchecked.
 */
public final class RestoreList implements RemoteObjectVisitor<RestoreList> {
  /** How much of a key that is refused is told. */
  private static final int LONGEST_TOLD = 300;

  /** What one that is refused takes: what is told of it, and where that was found. */
  private static final long REFUSAL = 2048;

  private final FileRules rules;
  private final NewRoot root;
  private final WantedPaths wanted;
  private final RestoreIndex index = new RestoreIndex();
  private final CollisionDetector names;
  private final List<ObjectFailure> refused = new ArrayList<>();
  private long refusedBytes;
  private boolean vaultSeen;
  private boolean mirrorSeen;

  /** What all objects are where they were. */
  public RestoreList(FileRules rules, NameTraits traits) {
    this(rules, traits, NewRoot.SAME, new WantedPaths(List.of()));
  }

  RestoreList(FileRules rules, NameTraits traits, NewRoot root, WantedPaths wanted) {
    this.rules = rules;
    this.root = root;
    this.wanted = wanted;
    names = new CollisionDetector(traits);
  }

  @Override
  public void visit(
      String key, long size, long lastModified, byte @Nullable [] hash, @Nullable String mimeType) {
    if (MirrorBackup.isReserved(key)) {
      vaultSeen = true;
      return;
    }
    mirrorSeen = true;
    try {
      RestorePath.parse(key, Platform.current());
      wanted.saw(key);
      if (!rules.accepts(key, false)) {
        return;
      }
      CollisionDetector.Verdict verdict = names.add(root.path(key));
      if (verdict == CollisionDetector.Verdict.FRESH) {
        index.add(key, size, lastModified, hash);
      } else if (verdict == CollisionDetector.Verdict.COLLIDING || root.strip() > 0) {
        throw new RefusedEntryException(
            "Not restored: in the target, its name or that of a folder it is in is one with"
                + " another object's.");
      }
      // Else the space lists an object twice; once is enough.
    } catch (RefusedEntryException e) {
      String told = key.length() > LONGEST_TOLD ? key.substring(0, LONGEST_TOLD) + "…" : key;
      refused.add(ObjectFailure.of(told, e));
      refusedBytes += Math.max(0, size);
    }
  }

  @Override
  public long held() {
    return index.held() + names.held() + REFUSAL * refused.size();
  }

  @Override
  public RestoreList result() {
    return this;
  }

  /** The paths that are asked for one by one. */
  WantedPaths wanted() {
    return wanted;
  }

  public RestoreIndex index() {
    return index;
  }

  /** Whether the space has listed nothing at all. */
  public boolean isEmpty() {
    return !vaultSeen && !mirrorSeen;
  }

  /** Whether there is a vault and nothing else. */
  public boolean isVaultOnly() {
    return vaultSeen && !mirrorSeen;
  }

  /** Objects that cannot be restored because of their keys. */
  public List<ObjectFailure> refused() {
    return refused;
  }

  public long objects() {
    return index.count() + (long) refused.size();
  }

  public long bytes() {
    return index.bytes() + refusedBytes;
  }

  /** Whether a path is, in this target, that of a listed object or of a folder of one. */
  boolean has(RestorePath path) {
    return names.has(path);
  }
}
