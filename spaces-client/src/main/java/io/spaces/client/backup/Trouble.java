package io.spaces.client.backup;

/**
 * Why an entry of the source cannot be backed up: kinds with a policy each.
 *
 * @since 0.1.0
 */
public enum Trouble {
  /**
   * It is there and cannot be read: permission is missing, a device fails, a followed link leads
   * nowhere. So is what was named by the user, and not found in a folder, when it is no file; and
   * what vanished together with the folder, or the disk, that it lay in.
   */
  UNREADABLE(TroublePolicy.REPORT),

  /** It was deleted between its listing and its reading. */
  VANISHED(TroublePolicy.SKIP),

  /** It changed again each time it was read, or became something else. */
  CHANGING(TroublePolicy.REPORT),

  /** It is a pipe, a socket or a device: there is no content to back up. */
  SPECIAL(TroublePolicy.SKIP),

  /** Its name, or a link's target, is no valid text, or is kept for the space's own objects. */
  UNSTORABLE(TroublePolicy.REPORT);

  private final TroublePolicy byDefault;

  Trouble(TroublePolicy byDefault) {
    this.byDefault = byDefault;
  }

  /**
   * Returns what is done about it unless the user says otherwise.
   *
   * @return {@link TroublePolicy#SKIP} for what cannot have been meant to be kept, {@link
   *     TroublePolicy#REPORT} for the others
   */
  public TroublePolicy byDefault() {
    return byDefault;
  }
}
