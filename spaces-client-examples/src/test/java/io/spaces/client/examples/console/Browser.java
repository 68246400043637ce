package io.spaces.client.examples.console;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.openqa.selenium.By;
import org.openqa.selenium.ElementClickInterceptedException;
import org.openqa.selenium.Keys;
import org.openqa.selenium.NoSuchElementException;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.support.ui.FluentWait;
import org.openqa.selenium.support.ui.Select;

/** Chromium without a window. Everything waits until it can be done; nothing waits for a time. */
final class Browser implements AutoCloseable {
  private static final File CHROMIUM = new File("/usr/bin/chromium");
  private static final File DRIVER = new File("/usr/bin/chromedriver");
  private static final Path SCREENSHOTS = Path.of("target", "screenshots");

  private final ChromeDriver driver;

  private Browser(ChromeDriver driver) {
    this.driver = driver;
  }

  static Browser start(Path profile) {
    if (!CHROMIUM.exists() || !DRIVER.exists()) {
      throw new AssertionError(
          "The page is tested in Chromium, which is not installed: apt install chromium"
              + " chromium-driver");
    }
    ChromeOptions options = new ChromeOptions();
    options.setBinary(CHROMIUM);
    options.addArguments(
        "--headless=new",
        "--no-sandbox",
        "--disable-dev-shm-usage",
        "--disable-gpu",
        "--lang=en",
        "--window-size=1280,900",
        "--user-data-dir=" + profile);
    ChromeDriverService service =
        new ChromeDriverService.Builder().usingDriverExecutable(DRIVER).usingAnyFreePort().build();
    return new Browser(new ChromeDriver(service, options));
  }

  void open(URI address) {
    driver.get(address.toString());
  }

  /** Waits until something fits the selector, and is there to see. */
  WebElement await(String selector) {
    return awaiting(selector, WebElement::isDisplayed);
  }

  void awaitText(String selector, String text) {
    WebElement ignored = awaiting(selector, element -> element.getText().contains(text));
  }

  private WebElement awaiting(String selector, Predicate<WebElement> wanted) {
    return new FluentWait<>(driver)
        .withTimeout(Duration.ofSeconds(60))
        .pollingEvery(Duration.ofMillis(20))
        .ignoring(StaleElementReferenceException.class)
        .ignoring(NoSuchElementException.class)
        .withMessage(() -> "waiting for " + selector + " on a page that says: " + text("body"))
        .until(
            page -> {
              WebElement element = page.findElement(By.cssSelector(selector));
              return wanted.test(element) ? element : null;
            });
  }

  void click(String selector) {
    boolean ignored =
        new FluentWait<>(driver)
            .withTimeout(Duration.ofSeconds(60))
            .pollingEvery(Duration.ofMillis(20))
            .ignoring(StaleElementReferenceException.class)
            .ignoring(ElementClickInterceptedException.class)
            .withMessage("clicking " + selector)
            .until(
                page -> {
                  WebElement element = await(selector);
                  if (!element.isEnabled()) {
                    return null;
                  }
                  element.click();
                  return true;
                });
  }

  /** Types instead of what is there. */
  void type(String selector, String text) {
    await(selector).sendKeys(Keys.chord(Keys.CONTROL, "a"), Keys.DELETE, text);
  }

  /** Sets what is tedious to type. */
  void set(String selector, String value) {
    driver.executeScript("arguments[0].value = arguments[1]", await(selector), value);
  }

  void choose(String selector, String option) {
    new Select(await(selector)).selectByVisibleText(option);
  }

  void hover(String selector) {
    new Actions(driver).moveToElement(await(selector)).perform();
  }

  String text(String selector) {
    return driver.findElement(By.cssSelector(selector)).getText();
  }

  String attribute(String selector, String name) {
    return String.valueOf(driver.findElement(By.cssSelector(selector)).getDomAttribute(name));
  }

  int count(String selector) {
    return driver.findElements(By.cssSelector(selector)).size();
  }

  boolean isShown(String selector) {
    return driver.findElements(By.cssSelector(selector)).stream().anyMatch(WebElement::isDisplayed);
  }

  void resize(int width, int height) {
    // Not the window's size: that of a window cannot be as small as a telephone's.
    driver.executeCdpCommand(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
  }

  void dark() {
    driver.executeCdpCommand(
        "Emulation.setEmulatedMedia",
        Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", "dark"))));
  }

  boolean isWiderThanTheWindow() {
    return Boolean.TRUE.equals(
        driver.executeScript(
            "return document.documentElement.scrollWidth > document.documentElement.clientWidth"));
  }

  /**
   * Puts a picture of the page, all of it unless a dialog is in front, where a person can look at
   * it.
   */
  void screenshot(String name) {
    try {
      Files.createDirectories(SCREENSHOTS);
      Files.write(SCREENSHOTS.resolve(name + ".png"), picture());
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private byte[] picture() {
    Object data =
        driver
            .executeCdpCommand(
                "Page.captureScreenshot", Map.of("captureBeyondViewport", !isShown("dialog[open]")))
            .get("data");
    return Base64.getDecoder().decode(String.valueOf(data));
  }

  /** What axe finds on the page as it stands that bars people from using it. */
  List<String> seriousFindings() {
    driver.executeScript(axe() + "; window.axe = axe;");
    Object found =
        driver.executeAsyncScript(
            "const done = arguments[arguments.length - 1];"
                + "axe.run(document).then(r => done(JSON.stringify({p: r.passes.length,"
                + " v: r.violations})), e => done(JSON.stringify({e: String(e)})));");
    try {
      JsonNode result = new JsonMapper().readTree(String.valueOf(found));
      if (result.path("p").asInt() == 0) {
        throw new IllegalStateException("axe has checked nothing: " + result);
      }
      List<String> serious = new ArrayList<>();
      for (JsonNode violation : result.path("v")) {
        String impact = violation.path("impact").asText();
        if (impact.equals("serious") || impact.equals("critical")) {
          serious.add(violation.path("help").asText() + ": " + violation.path("nodes"));
        }
      }
      return serious;
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static String axe() {
    try (InputStream in = Browser.class.getResourceAsStream("/axe.min.js")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    driver.quit();
  }
}
