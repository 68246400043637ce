package io.spaces.client.internal.schedule.plan;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spaces.client.backup.Compression;
import io.spaces.client.error.InvalidParameterException;
import io.spaces.client.schedule.BackupPlan;
import io.spaces.client.schedule.BackupPlanBuilder;
import io.spaces.client.schedule.PlanEncryption;
import io.spaces.client.schedule.SecretRef;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How a plan's vault is compressed and encrypted, as JSON. */
final class VaultJson {
  private static final Pattern COMPRESSION = Pattern.compile("(deflate|zstd):([0-9]{1,2})");

  private VaultJson() {}

  static void write(BackupPlan plan, ObjectNode node) {
    Compression compression = plan.compression();
    if (compression != null && compression.method() == Compression.Method.DEFLATE) {
      node.put("compression", compression.level());
    } else if (compression != null) {
      node.put(
          "compression",
          JsonFields.word(compression.method())
              + (compression.level() == 0 ? "" : ":" + compression.level()));
    }
    PlanEncryption encryption = plan.encryption();
    if (encryption != null) {
      write(encryption, node.putObject("encryption"));
    }
  }

  private static void write(PlanEncryption encryption, ObjectNode node) {
    node.put(JsonFields.word(encryption.kind()), encryption.secret().toString());
    if (encryption.allowShort()) {
      node.put("allowShort", true);
    }
    if (encryption.scrypt() != null) {
      node.put("scrypt", encryption.scrypt());
    }
    if (encryption.iv() != null) {
      node.put("iv", encryption.iv().toString());
    }
  }

  static void read(JsonFields fields, BackupPlanBuilder builder) {
    fields.ifPresent("compression", () -> compression(fields, builder));
    fields.ifPresent(
        "encryption", () -> builder.encryption(encryption(fields.object("encryption"))));
  }

  private static void compression(JsonFields fields, BackupPlanBuilder builder) {
    if (fields.isNumber("compression")) {
      builder.compression(fields.number("compression"));
      return;
    }
    String text = fields.text("compression");
    Matcher matcher = COMPRESSION.matcher(text);
    if (text.equals("none")) {
      builder.compression(Compression.none());
    } else if (matcher.matches()) {
      int level = Integer.parseInt(matcher.group(2));
      builder.compression(
          matcher.group(1).equals("zstd") ? Compression.zstd(level) : Compression.deflate(level));
    } else {
      throw fields.wrong(
          "compression",
          "is \"" + text + "\"; expected 1 to 9, deflate:1 to 9, zstd:1 to 19, none");
    }
  }

  private static PlanEncryption encryption(JsonFields fields) {
    SecretRef key = fields.secretOrNull("key");
    SecretRef passphrase = fields.secretOrNull("passphrase");
    boolean allowShort = fields.flagOrFalse("allowShort");
    String scrypt = fields.textOrNull("scrypt");
    SecretRef iv = fields.secretOrNull("iv");
    fields.nothingElse();
    if (key != null && passphrase == null) {
      return new PlanEncryption(PlanEncryption.Kind.KEY, key, allowShort, scrypt, iv);
    }
    if (passphrase != null && key == null) {
      return new PlanEncryption(PlanEncryption.Kind.PASSPHRASE, passphrase, allowShort, scrypt, iv);
    }
    throw new InvalidParameterException("encryption", "expects either key or passphrase");
  }
}
