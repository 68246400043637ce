package io.spaces.client.internal.restore;

import java.util.List;

/** Keys that a malicious server could name. */
final class EvilKeys {
  /** Not fit for any platform. */
  static final List<String> EVERYWHERE =
      List.of(
          "",
          "/",
          "//",
          "/etc/passwd",
          "//host/share/f",
          ".",
          "..",
          "./f",
          "../f",
          "../../../../../../../../tmp/f",
          "a/..",
          "a/../f",
          "a/../../f",
          "a/./f",
          "a/.",
          "a/",
          "a//f",
          "a/b/",
          "a\0",
          "\0",
          "a\0/f",
          "../f\0.txt",
          "a/\0/b",
          "..\0/f",
          "n".repeat(256),
          "a/" + "n".repeat(300) + "/f",
          "\u00e9".repeat(256),
          "k/".repeat(3000) + "f",
          "\ud800",
          "a/\udc00f",
          "\ud83d/\ude00",
          ".spaces-restore-9b2f0a4e-6f0c-4d1b-8f3a-0123456789ab/lock",
          ".SPACES-Restore-9B2F0A4E-6F0C-4D1B-8F3A-0123456789AB/1");

  /** Ordinary names on POSIX systems, not fit for Windows. */
  static final List<String> ON_WINDOWS =
      List.of(
          "C:",
          "C:f",
          "C:/f",
          "C:\\f",
          "a\\f",
          "..\\f",
          "a/..\\..\\f",
          "\\f",
          "\\\\host\\share\\f",
          "\\\\?\\C:\\f",
          "\\\\.\\PhysicalDrive0",
          "f:stream",
          "f::$DATA",
          "d::$INDEX_ALLOCATION/f",
          "CON",
          "con",
          "NUL.txt",
          "nul .txt",
          "a/aux",
          "PRN/f",
          "COM1",
          "com0.log",
          "COM\u00b9",
          "LPT9.tar.gz",
          "LPT\u00b3",
          "CONIN$",
          "conout$",
          "f.",
          "f ",
          "d./f",
          "d /f",
          "...",
          ".. /f",
          ".. ",
          "a<b",
          "a>b",
          "a\"b",
          "a|b",
          "a?b",
          "a*b",
          "line\nbreak",
          "tab\tbed",
          "bell\u0007");

  private EvilKeys() {}
}
