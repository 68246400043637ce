package io.spaces.client.testkit.interop;

/**
 * What the routes of the official server may do where only they decide, and nobody has seen them.
 */
enum Reading {
  WHAT_IS_ABSENT_IS_A_BAD_REQUEST("--absent", "400"),
  WHAT_IS_ABSENT_IS_AN_ERROR_OF_THE_SERVER("--absent", "500"),
  A_LIST_OF_WHAT_IS_ABSENT_IS_EMPTY("--absent-empty"),
  THE_LOG_COMES_AS_DATA("--page", "data"),
  RECORDS_HAVE_TO_FIT_THE_SCHEMA("--strict-records"),
  THE_DATABASE_IS_POSTGRES("--postgres"),
  CONTENT_HAS_A_LENGTH("--length"),
  ONLY_OFFICIAL_PROGRAMS_MAY_ASK_FOR_THE_STATUS("--strict-head"),
  THE_STATUS_SAYS_LITTLE("--no-extras"),
  HASHES_ARE_BELIEVED("--no-hash"),
  THERE_IS_A_LIMIT("--quota", "100000000"),
  A_FULL_SPACE_WANTS_TO_BE_PAID("--quota", "100000000", "--full-status", "402"),
  EVERYTHING_AT_ONCE(
      "--absent",
      "500",
      "--absent-empty",
      "--page",
      "data",
      "--strict-records",
      "--postgres",
      "--length",
      "--strict-head",
      "--no-extras",
      "--quota",
      "100000000",
      "--full-status",
      "507");

  @SuppressWarnings("ImmutableEnumChecker") // never changed
  final String[] options;

  Reading(String... options) {
    this.options = options;
  }
}
