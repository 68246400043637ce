package io.spaces.client.examples.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import io.spaces.client.snapshot.KeySlot;
import java.io.IOException;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code spaces keys}: the keys that open a vault. */
@Command(
    name = "keys",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {KeysAddCommand.class, KeysRecoveryCommand.class},
    description = {
      "Looks after the keys, passphrases and recovery keys that open an encrypted vault.",
      "Each opens all of it. 'spaces snapshots change-key' changes the one that is given."
    })
final class KeysCommand extends CommandGroup {
  @Command(
      name = "list",
      mixinStandardHelpOptions = true,
      sortOptions = false,
      description = "Lists the keys; * is the one that was given.")
  int list(@Mixin VaultAccess vault, @Mixin Output output) {
    return vault.use(
        snapshots -> {
          List<KeySlot> slots = snapshots.keys().list();
          output.print(
              json -> Output.writeArray("keys", slots.iterator(), KeysCommand::write, json),
              out -> slots.forEach(slot -> out.println(line(slot))));
          return ExitCode.SUCCEEDED;
        });
  }

  @Command(
      name = "remove",
      mixinStandardHelpOptions = true,
      sortOptions = false,
      description = {
        "Removes a key, which opens the vault no more; never the one that is given.",
        "Whoever has it and a copy of the vault's old configuration can still read the vault: where"
            + " a key has leaked, make a new one."
      })
  int remove(
      @Mixin VaultAccess vault,
      @Mixin Output output,
      @Parameters(
              paramLabel = "KEY",
              description = "Its label, its id, or the beginning of that (4 digits or more).")
          String name) {
    return vault.use(
        snapshots -> {
          KeySlot removed = snapshots.keys().remove(name);
          return print("removed", removed, "The vault no longer opens with: ", output);
        });
  }

  static int print(String field, KeySlot slot, String words, Output output) {
    output.print(
        json -> {
          json.writeObjectFieldStart(field);
          write(slot, json);
          json.writeEndObject();
        },
        out -> out.println(words + line(slot)));
    return ExitCode.SUCCEEDED;
  }

  private static String line(KeySlot slot) {
    return (slot.current() ? "* " : "  ")
        + slot.id()
        + "  "
        + (slot.created() == null
            ? "-                   "
            : slot.created().truncatedTo(ChronoUnit.SECONDS))
        + "  "
        + word(slot)
        + (slot.scrypt() == null ? "" : " (scrypt " + slot.scrypt() + ")")
        + "  "
        + Printable.line(slot.label());
  }

  private static void write(KeySlot slot, JsonGenerator json) throws IOException {
    json.writeStringField("id", slot.id());
    json.writeStringField("label", slot.label());
    json.writeStringField("kind", word(slot));
    if (slot.created() != null) {
      json.writeStringField("created", slot.created().toString());
    }
    json.writeBooleanField("current", slot.current());
    if (slot.scrypt() != null) {
      json.writeStringField("scrypt", slot.scrypt());
    }
  }

  private static String word(KeySlot slot) {
    return slot.kind().name().toLowerCase(Locale.ROOT);
  }
}
