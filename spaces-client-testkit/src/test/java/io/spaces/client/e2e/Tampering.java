package io.spaces.client.e2e;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** What a space, or whoever sits between, can do to a part of an object. */
enum Tampering {
  TRUNCATE {
    @Override
    byte[] apply(byte[] object, Part part, Random random) {
      return Arrays.copyOf(object, part.from());
    }
  },
  FLIP {
    @Override
    byte[] apply(byte[] object, Part part, Random random) {
      byte[] harmed = object.clone();
      harmed[part.from()] ^= (byte) (1 << random.nextInt(8));
      return harmed;
    }
  },
  APPEND {
    @Override
    byte[] apply(byte[] object, Part part, Random random) {
      return join(object, part.of(object));
    }
  },
  DROP {
    @Override
    byte[] apply(byte[] object, Part part, Random random) {
      return join(part.before(object), part.behind(object));
    }
  },
  REPEAT {
    @Override
    byte[] apply(byte[] object, Part part, Random random) {
      return join(part.before(object), part.of(object), part.of(object), part.behind(object));
    }
  },
  /** With what follows, as long as it, or with what there is of that. */
  SWAP {
    @Override
    byte[] apply(byte[] object, Part part, Random random) {
      byte[] rest = part.behind(object);
      int next = Math.min(rest.length, part.length());
      return join(
          part.before(object),
          Arrays.copyOf(rest, next),
          part.of(object),
          Arrays.copyOfRange(rest, next, rest.length));
    }
  };

  /** The lengths of docs/vault-format.md: of the salt, and of a segment with its tag. */
  private static final int SALT = 32;

  private static final int TAG = 16;
  private static final int SEGMENT = 65_536 + TAG;

  /** Returns another object, or one that is the same where there is nothing to be done. */
  abstract byte[] apply(byte[] object, Part part, Random random);

  /** A part of an object. */
  record Part(int from, int length) {
    byte[] before(byte[] object) {
      return Arrays.copyOf(object, from);
    }

    byte[] of(byte[] object) {
      return Arrays.copyOfRange(object, from, from + length);
    }

    byte[] behind(byte[] object) {
      return Arrays.copyOfRange(object, from + length, object.length);
    }

    static Part random(byte[] object, Random random) {
      int from = random.nextInt(object.length);
      return new Part(from, 1 + random.nextInt(Math.min(object.length - from, 2000)));
    }
  }

  /** The salt, each segment, and what lies at each boundary. */
  static List<Part> boundaries(byte[] object, boolean encrypted) {
    int salt = encrypted ? SALT : 0;
    List<Part> parts = new ArrayList<>();
    if (salt > 0) {
      parts.add(new Part(0, salt));
    }
    for (int start = salt; start < object.length; start += SEGMENT) {
      int end = Math.min(object.length, start + SEGMENT);
      parts.add(new Part(start, end - start));
      parts.add(new Part(start, 1));
      parts.add(new Part(Math.max(start, end - TAG), 1));
      parts.add(new Part(end - 1, 1));
    }
    return parts;
  }

  private static byte[] join(byte[]... parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }
}
