package io.spaces.client.examples.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.spaces.client.schedule.SecretResolver;
import io.spaces.client.testkit.TreeSnapshot;
import io.spaces.client.testkit.TreeSnapshot.Detail;
import io.spaces.client.testkit.faults.Requests;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The console as a person uses it: the real page, in a real browser, on a real space. */
@Tag("browser")
class ConsoleBrowserTest {
  private static final int FILM = 1_000_000;

  @TempDir Path temporary;
  private RunningConsole console;
  private Browser browser;

  @BeforeEach
  void open() throws IOException {
    console = new RunningConsole(temporary);
    browser = Browser.start(temporary.resolve("profile"));
  }

  @AfterEach
  void close() {
    browser.close();
    console.close();
  }

  @Test
  void aPersonBacksUpLooksEditsRestoresAndDeletes() throws IOException {
    browser.open(console.address());
    browser.screenshot("1-connect");
    assertThat(browser.seriousFindings()).isEmpty();
    connect();

    browser.click("#auto[aria-checked=true]");
    browser.await("#auto[aria-checked=false]");
    browser.awaitText("#next-run", "Paused");
    browser.click("#auto");
    browser.await("#auto[aria-checked=true]");

    backUpWithProgress();
    seeItInHeatMapAndTable();
    editIt();
    searchForIt();
    restoreAfterDamage();
    deleteIt();
    bringItBack();
  }

  @Test
  void aPlanThatIsGoneMeanwhileCannotBePausedAndThePageSaysSo() {
    browser.open(console.address());
    connect();
    browser.await("#plans [data-plan=nightly]");
    console.send("DELETE", "/backup/schedules?name=nightly", "");

    browser.click("#plans [data-plan=nightly] button");

    browser.awaitText("#notice", "There is no plan");
  }

  @Test
  void aWrongTokenLeadsBackToTheQuestion() {
    browser.open(console.address());
    browser.type("#token", "not the token at all");
    browser.click("#sign-in-form button");

    browser.awaitText("#sign-in-error", "not valid");
    assertThat(browser.isShown("#console")).isFalse();
  }

  @Test
  void showsMonthsOfSampleDataOnScreensOfAnySize() throws IOException {
    try (SampleSpace sample = SampleSpace.open(temporary.resolve("sample"));
        Console own = Console.start(settings(sample))) {
      browser.open(own.address());
      connect();
      browser.await("#rows tr:nth-child(10)");
      assertThat(browser.count("#heatmap rect")).isEqualTo(182);
      assertThat(browser.text("#range")).contains("1–10 of");
      browser.screenshot("7-sample");
      assertThat(browser.seriousFindings()).isEmpty();

      browser.click("#next");
      browser.awaitText("#range", "11–20 of");
      browser.choose("#status", "Partial");
      browser.awaitText("#rows tr:first-child", "Partial");
      browser.click("[data-plan=nightly] button:nth-child(2)");
      browser.await("#plan-dialog[open]");
      browser.screenshot("8-plan");
      assertThat(browser.seriousFindings()).isEmpty();
      browser.click("#plan-dialog [data-cancel]");

      browser.resize(390, 844);
      browser.screenshot("9-telephone");
      assertThat(browser.seriousFindings()).isEmpty();
      assertThat(browser.isWiderThanTheWindow()).isFalse();

      browser.dark();
      browser.resize(1_280, 900);
      browser.screenshot("10-dark");
      assertThat(browser.seriousFindings()).isEmpty();
    }
  }

  private ConsoleSettings settings(SampleSpace sample) {
    return new ConsoleSettings(
        ConsoleSettings.LOOPBACK,
        0,
        Set.of(),
        AdminToken.of(RunningConsole.TOKEN),
        sample.plan(),
        "Sample space",
        SecretResolver.standard(),
        sample.data(),
        sample.state(),
        5);
  }

  private void connect() {
    browser.type("#token", RunningConsole.TOKEN);
    browser.click("#sign-in-form button");
    browser.awaitText("#connection", "Connected");
    browser.await("#heatmap svg");
    browser.awaitText("#capacity", "free");
  }

  private void backUpWithProgress() throws IOException {
    Random random = new Random(1);
    for (int i = 0; i < 50; i++) {
      byte[] noise = new byte[FILM];
      random.nextBytes(noise);
      Files.write(console.data.resolve("uploads/film " + i + ".mp4"), noise);
    }
    console
        .space
        .faults()
        .on(Requests.put().matching(key -> key.contains("/packs/")))
        .from(3)
        .stallBeforeReading();
    browser.click("#back-up");
    browser.await("#back-up-dialog[open]");
    browser.type("#back-up-description", "Before the update");
    browser.screenshot("2-back-up");
    assertThat(browser.seriousFindings()).isEmpty();
    browser.click("#back-up-dialog [type=submit]");

    browser.await("#rows tr[data-status=running] progress:not([value=\"0\"])");
    double fraction = Double.parseDouble(browser.attribute("#rows progress", "value"));
    assertThat(fraction).isGreaterThan(0).isLessThan(1);
    browser.screenshot("3-progress");
    console.space.faults().clear();
    browser.await("#rows tr[data-status=succeeded]");
    assertThat(browser.count("#rows progress")).isZero();
  }

  private void seeItInHeatMapAndTable() {
    browser.await("#heatmap rect[data-level=\"1\"]");
    browser.hover("#heatmap rect[data-level=\"1\"]");
    browser.awaitText("#day", "1 succeeded, 0 failed");
    assertThat(browser.attribute("#heatmap svg", "aria-label"))
        .startsWith("1 backup succeeded and 0 failed");
    assertThat(browser.text("#rows tr"))
        .contains("Before the update", "Test space", "Manual", "50.0 MB", "Succeeded");
    browser.screenshot("4-done");
    assertThat(browser.seriousFindings()).isEmpty();
  }

  private void editIt() {
    browser.click("#rows button[aria-label^=Edit]");
    browser.await("#edit-dialog[open]");
    browser.type("#edit-description", "Before the great update");
    browser.set("#edit-expiry", "2099-12-31T12:00");
    browser.click("#edit-pinned");
    assertThat(browser.seriousFindings()).isEmpty();
    browser.click("#edit-dialog [type=submit]");
    browser.awaitText("#rows tr", "Before the great update");
    browser.awaitText("#rows tr", "Held until");
    browser.awaitText("#rows tr", "Pinned");
    browser.awaitText("#rows tr", "2099");
    browser.awaitText("#rows tr", "Of nightly");
  }

  private void searchForIt() {
    browser.type("#search", "no such backup");
    browser.awaitText("#rows", "Nothing to show");
    browser.type("#search", "GREAT");
    browser.awaitText("#rows tr", "Before the great update");
    browser.choose("#status", "Failed");
    browser.awaitText("#rows", "Nothing to show");
    browser.choose("#status", "Any status");
    browser.awaitText("#rows tr", "Before the great update");
  }

  private void restoreAfterDamage() throws IOException {
    TreeSnapshot before = TreeSnapshot.of(console.data);
    Files.delete(console.data.resolve("documents/note 1.md"));
    Files.writeString(console.data.resolve("documents/note 2.md"), "damaged");
    Files.writeString(console.data.resolve("documents/new.md"), "new");

    browser.click("#rows button[aria-label^=Restore]");
    browser.awaitText("#restore-preview", "1 file will be replaced");
    assertThat(browser.text("#restore-preview")).contains("1 file will be added");
    browser.click("#restore-exact");
    browser.awaitText("#restore-preview", "1 file will be deleted");
    browser.screenshot("5-restore");
    assertThat(browser.seriousFindings()).isEmpty();
    browser.click("#restore-dialog [type=submit]");

    browser.awaitText("#restore-progress", "Restored: 2 files written, 1 deleted");
    assertThat(TreeSnapshot.of(console.data).differences(before, Detail.values())).isEmpty();
  }

  private void deleteIt() {
    browser.click("#rows button[aria-label^=Delete]");
    browser.await("#confirm-dialog[open]");
    browser.screenshot("6-delete");
    assertThat(browser.seriousFindings()).isEmpty();
    browser.click("#confirm-dialog [type=submit]");
    browser.type("#search", "");
    browser.awaitText("#range", "No backups");
    assertThat(console.get("/backup/fetch").json().path("total").asInt()).isZero();
  }

  private void bringItBack() {
    browser.choose("#status", "In the trash");
    browser.awaitText("#rows tr", "In the trash since");
    browser.awaitText("#rows tr", "Before the great update");
    browser.awaitText("#rows tr", "Pinned");
    browser.screenshot("6-trash");
    assertThat(browser.seriousFindings()).isEmpty();
    browser.click("#rows button[aria-label^='Bring back']");
    browser.awaitText("#rows", "Nothing to show");
    browser.choose("#status", "Any status");
    browser.awaitText("#rows tr", "Before the great update");
  }
}
