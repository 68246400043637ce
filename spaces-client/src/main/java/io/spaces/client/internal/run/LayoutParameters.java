package io.spaces.client.internal.run;

import io.spaces.client.backup.Layout;
import io.spaces.client.error.InvalidParameterException;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The parameters that were given and that only one of the layouts knows. With the other one they
 * would be ignored, so that somebody believes to have snapshots, or to have cleaned up.
 */
public final class LayoutParameters {
  private final Set<String> ofVaults = new LinkedHashSet<>();
  private final Map<String, String> ofMirrors = new LinkedHashMap<>();

  /** Notes whether a parameter was given that only a vault knows. */
  public void ofVaults(String name, boolean given) {
    if (given) {
      ofVaults.add(name);
    } else {
      ofVaults.remove(name);
    }
  }

  /** Notes whether strict synchronisation was asked for. */
  public void strictSync(boolean given) {
    ofMirrors(
        "strictSync",
        given,
        "what a source no longer has stays in a vault's earlier snapshots for as long as its rules"
            + " keep them");
  }

  /** Notes whether everything is to be sent again. */
  public void resend(boolean given) {
    ofMirrors(
        "resend",
        given,
        "what is missing or damaged in a vault, its own verification finds, and its repair and the"
            + " next backup heal");
  }

  /**
   * The layout; a mirror where none was given.
   *
   * @throws InvalidParameterException when a parameter was given that it does not know
   */
  public Layout check(@Nullable Layout layout) {
    if (layout != Layout.VAULT && !ofVaults.isEmpty()) {
      throw new InvalidParameterException(
          ofVaults.iterator().next(),
          "is for vaults, and "
              + (layout == null ? "no layout was given" : "the layout is " + layout)
              + "; expected layout(VAULT) beside it, or layout(MIRROR) without it");
    }
    if (layout == Layout.VAULT && !ofMirrors.isEmpty()) {
      Map.Entry<String, String> first = ofMirrors.entrySet().iterator().next();
      throw new InvalidParameterException(
          first.getKey(),
          "is for mirrors, and the layout is VAULT; expected layout(MIRROR) beside it, or"
              + " layout(VAULT) without it: "
              + first.getValue());
    }
    return layout == null ? Layout.MIRROR : layout;
  }

  private void ofMirrors(String name, boolean given, String inVaults) {
    if (given) {
      ofMirrors.put(name, inVaults);
    } else {
      ofMirrors.remove(name);
    }
  }
}
