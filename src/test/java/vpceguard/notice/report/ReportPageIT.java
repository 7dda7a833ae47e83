package vpceguard.notice.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.DoubleStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import vpceguard.control.EndpointMissing;
import vpceguard.control.Evidence;
import vpceguard.control.Finding;
import vpceguard.json.Json;
import vpceguard.json.JsonReader;
import vpceguard.json.Parsed;
import vpceguard.model.EndpointType;
import vpceguard.model.Severity;
import vpceguard.rehearsal.Samples;
import vpceguard.remediation.Foreseen;

/// The page in a real browser. Its pictures are left in `target/report`.
class ReportPageIT {
    private static final Path PICTURES = Path.of("target", "report");
    private static final int SIZE = 1000;

    private static Report thousand = new SampleAccount().report(0);
    private static Path page = PICTURES;
    private static Chromium chromium;

    @BeforeAll
    static void browser() throws IOException {
        var installed = Chromium.installed();
        assumeTrue(installed.isPresent(), "no browser here: apt-get install --no-install-recommends chromium");
        Files.createDirectories(PICTURES);
        chromium = Chromium.start(installed.get(), Files.createTempDirectory(PICTURES.toAbsolutePath(), "profile"));
        thousand = new SampleAccount().report(SIZE);
        page = Files.writeString(PICTURES.resolve("report.html"), ReportPage.of(thousand));
    }

    @AfterAll
    static void close() {
        if (chromium != null) {
            chromium.close();
        }
    }

    /// How long it took is measured by `./bench cli --report`, which reads it here: the best of three.
    @Test
    void aThousandEndpointsOpenWithoutAComplaint() throws IOException {
        var best = DoubleStream.generate(() -> chromium.open(page, 1360, 1000, "light"))
                .limit(3)
                .min();

        System.out.printf("report of %d endpoints: %.0f ms, %d bytes%n", SIZE, best.orElseThrow(), Files.size(page));
        assertThat(Files.size(page)).isLessThan(5_000_000);
        assertThat(chromium.complaints()).isEmpty();
        assertThat(chromium.text("document.getElementById('count').textContent"))
                .isEqualTo("1,000 endpoints");
        assertThat(chromium.evaluate("document.querySelectorAll('.grid .cell').length"))
                .isEqualTo(Json.Num.of(SIZE));
    }

    @ParameterizedTest
    @CsvSource({"light,8c0d2b", "dark,ff5f80"})
    void showsItsColoursByDayAndByNight(String scheme, String critical) throws IOException {
        chromium.open(page, 1360, 1000, scheme);
        var file = PICTURES.resolve(scheme + ".png");
        chromium.screenshot(file, false);

        var picture = ImageIO.read(file.toFile());
        var colours = new int[1];
        for (int x = 0; x < picture.getWidth(); x++) {
            for (int y = 0; y < picture.getHeight(); y++) {
                colours[0] += (picture.getRGB(x, y) & 0xffffff) == Integer.parseInt(critical, 16) ? 1 : 0;
            }
        }
        assertThat(colours[0]).as("pixels in the colour of critical").isGreaterThan(5000);
    }

    @Test
    void itsHeadlineIsNoBetterThanWhatWasRead() throws IOException {
        var account = new SampleAccount();
        var exempt = line(account, 1, "sns", SampleAccount.FULL);
        var leftAlone = line(account, 5, "sqs", SampleAccount.FULL);
        var good = line(account, 1, "kms", SampleAccount.ORGANIZATION);
        var missing = new Finding(
                EndpointMissing.ID, Severity.LOW, "no endpoint", new Evidence("/", "none", "one"), Optional.empty());

        assertThat(headline(List.of(), List.of(), List.of(good))).isEqualTo("The one endpoint keeps to the perimeter.");
        assertThat(headline(List.of(), List.of(), List.of(good, good)))
                .isEqualTo("All 2 endpoints keep to the perimeter.");
        assertThat(headline(List.of("eu-west-1 could not be read"), List.of(), List.of()))
                .isEqualTo("No endpoint was found; 1 Region or fact not read.");
        assertThat(headline(List.of(), List.of(missing), List.of(exempt, leftAlone)))
                .isEqualTo("0 of 2 endpoints keep to the perimeter; 1 exempt, 1 not applicable,"
                        + " 1 required endpoint is missing.");
    }

    private static Report.Line line(SampleAccount account, int number, String service, String policy) {
        return account.line(
                SampleAccount.endpoint(
                        number,
                        EndpointType.INTERFACE,
                        "vpc-1",
                        "com.amazonaws.eu-west-1." + service,
                        Optional.of(policy),
                        Map.of()),
                "eu-west-1");
    }

    private static String headline(List<String> gaps, List<Finding> missing, List<Report.Line> lines)
            throws IOException {
        var report = new Report(
                SampleAccount.ACCOUNT,
                List.of("eu-west-1"),
                thousand.at(),
                thousand.perimeter(),
                Map.of(),
                gaps,
                missing,
                lines);
        var file = Files.writeString(PICTURES.resolve("headline.html"), ReportPage.of(report));
        chromium.open(file, 1360, 1000, "light");
        return chromium.text("document.getElementById('headline').textContent");
    }

    @Test
    void findsFiltersAndSorts() {
        chromium.open(page, 1360, 1000, "light");
        var first = thousand.endpoints().getFirst().endpoint();

        search(first.id().value());
        assertThat(count()).isEqualTo("1 of 1,000 endpoints");
        search("EXAMPLE-REPORTS critical");
        assertThat(count()).isEqualTo("10 of 1,000 endpoints");
        search("EXAMPLE-REPORTS nowhere");
        assertThat(count()).isEqualTo("0 of 1,000 endpoints");
        chromium.evaluate("document.querySelector('#filter button[type=reset]').click()");
        settle();
        assertThat(count()).isEqualTo("1,000 endpoints");

        chromium.evaluate("document.querySelector('[data-control=policy-full-access]').click()");
        var withFullAccess = thousand.endpoints().stream()
                .filter(line -> line.assessment().findings().stream()
                        .anyMatch(finding -> finding.controlId().equals("policy-full-access")))
                .count();
        assertThat(count()).isEqualTo(withFullAccess + " of 1,000 endpoints");
        assertThat(chromium.text(
                        "document.querySelector('[data-control=policy-full-access]').getAttribute('aria-pressed')"))
                .isEqualTo("true");
        chromium.evaluate("document.querySelector('[data-control=policy-full-access]').click()");

        chromium.evaluate("document.querySelector('.c1 button').click()");
        chromium.evaluate("document.querySelector('.c1 button').click()");
        assertThat(chromium.text("document.querySelector('.c1').getAttribute('aria-sort')"))
                .isEqualTo("descending");
        assertThat(chromium.text("document.querySelector('#rows .open').textContent"))
                .startsWith("web-stage-");
        assertThat(chromium.complaints()).isEmpty();
    }

    @Test
    void everyEndpointCanBeReachedByScrolling() {
        chromium.open(page, 1360, 1000, "light");
        chromium.evaluate("""
                (async () => { for (let i = 0; i < 60 && !document.querySelector('button.more').hidden; i++) {
                  scrollTo(0, document.body.scrollHeight); await new Promise(done => setTimeout(done, 50)); } })()""");

        assertThat(chromium.evaluate("document.querySelectorAll('#rows tr.row').length"))
                .isEqualTo(Json.Num.of(SIZE));
    }

    @Test
    void aSquareOpensItsEndpointByKeyboard() {
        chromium.open(page, 1360, 1000, "light");
        chromium.evaluate("document.querySelector('.grid .cell').focus()");
        chromium.press("ArrowDown", 40);
        chromium.press("ArrowRight", 39);
        var wanted = chromium.text("document.activeElement.title");
        assertThat(chromium.evaluate("document.querySelectorAll('.grid [tabindex=\"0\"]').length"))
                .isEqualTo(Json.Num.of(1));
        chromium.press("Enter", 13);
        settle();

        assertThat(chromium.text("document.activeElement.getAttribute('aria-expanded')"))
                .isEqualTo("true");
        assertThat(wanted).startsWith(chromium.text("document.activeElement.textContent") + ", ");
        assertThat(chromium.evaluate("document.querySelectorAll('#rows tr.more').length"))
                .isEqualTo(Json.Num.of(1));
    }

    @Test
    void showsTheDifferenceAndCopiesTheProposedPolicy() {
        chromium.open(page, 1360, 1000, "light");
        var line = thousand.endpoints().stream()
                .filter(some -> some.plan().tighten().isPresent())
                .findFirst()
                .orElseThrow();
        search(line.endpoint().id().value());
        chromium.evaluate("document.querySelector('#rows .open').click()");
        chromium.evaluate("navigator.clipboard.writeText = async text => { window.written = text; }");
        chromium.evaluate("document.querySelector('.copy').click()");
        settle();

        assertThat(chromium.text("document.querySelector('.copy').textContent")).isEqualTo("Copied");
        assertThat(JsonReader.read(chromium.text("window.written")))
                .isEqualTo(JsonReader.read(line.plan().tighten().orElseThrow().after()));
        assertThat(chromium.text("document.querySelector('.diff td.remove').dataset.sign"))
                .isEqualTo("−");
        assertThat(chromium.text("document.querySelector('.diff td.add').dataset.sign"))
                .isEqualTo("+");
        assertThat(sides("0"))
                .isEqualTo(JsonReader.read(line.endpoint().policy().orElseThrow()));
        assertThat(sides("1"))
                .isEqualTo(JsonReader.read(line.plan().tighten().orElseThrow().after()));
        chromium.evaluate("document.querySelector('.diff').scrollIntoView({block: 'center'})");
        chromium.screenshot(PICTURES.resolve("difference.png"), false);
    }

    @Test
    void saysWhichRecordedCallsTheProposedPolicyWouldHaveDenied() throws IOException {
        var told = (Json.Obj) Samples.json("""
                {"verdict": "WOULD_DENY", "sentence": "would have denied 3 of 7 calls in 30 days", "denials": [
                  {"calls": 3, "action": "s3:GetObject", "caller": "arn:aws:iam::111122223333:role/<img src=x onerror=alert(4)>",
                   "target": "arn:aws:s3:::vendor-files/*", "first": "2026-11-01T08:00:00Z", "last": "2026-11-27T08:00:00Z",
                   "trusted": true}]}""");
        var file = Files.writeString(
                PICTURES.resolve("rehearsed.html"),
                ReportPage.of(ReportPageTest.rehearsed(new Foreseen("would have denied 3 of 7 calls", told))));
        chromium.open(file, 1360, 1000, "light");
        chromium.evaluate("document.querySelector('#rows .open').click()");
        settle();

        assertThat(chromium.text("document.querySelector('.rehearsal').textContent"))
                .isEqualTo("Recorded calls: would have denied 3 of 7 calls in 30 days.");
        assertThat(chromium.text("document.querySelector('.rehearsal + .witness').innerText"))
                .contains(
                        "3 × s3:GetObject",
                        "role/<img src=x onerror=alert(4)> upon arn:aws:s3:::vendor-files/*",
                        "trusted");
        assertThat(chromium.evaluate("document.querySelectorAll('img').length")).isEqualTo(Json.Num.of(0));
        assertThat(chromium.complaints()).isEmpty();
        chromium.evaluate("document.querySelector('.rehearsal').scrollIntoView({block: 'center'})");
        chromium.screenshot(PICTURES.resolve("rehearsed.png"), false);
    }

    /// One side of the difference is the whole of that policy.
    private static Parsed<Json> sides(String side) {
        return JsonReader.read(chromium.text("[...document.querySelectorAll('.diff tbody tr')].map(row => row.cells["
                + side + "].textContent).join('\\n')"));
    }

    @Test
    void whatSomebodyWroteIntoAnEndpointStaysText() throws IOException {
        var hostile = Files.writeString(PICTURES.resolve("hostile.html"), ReportPage.of(ReportPageTest.hostile()));
        chromium.open(hostile, 1360, 1000, "light");
        chromium.evaluate("document.querySelectorAll('#rows .open').forEach(button => button.click())");
        settle();

        assertThat(chromium.complaints()).isEmpty();
        assertThat(chromium.evaluate("document.querySelectorAll('script').length"))
                .isEqualTo(Json.Num.of(2));
        assertThat(
                        chromium.evaluate(
                                "document.querySelectorAll('img, svg, iframe, object, embed, link, base, a:not(.skip)').length"))
                .isEqualTo(Json.Num.of(0));
        assertThat(chromium.text("document.querySelector('#rows .open').textContent"))
                .startsWith("</script><script>alert(1)</script><!--\\u2028\\u2029{{script}}{{data}}&lt;\\u202e");
        assertThat(chromium.text("document.body.innerText")).contains("<svg onload=alert(3)>\\u202e");
        assertThat(chromium.evaluate("/[\\u202e\\u2028]/.test(document.body.innerText)"))
                .isEqualTo(new Json.Bool(false));
    }

    /// WCAG 2.2, 1.4.3: 4.5 to 1, and 3 to 1 for large text.
    @ParameterizedTest
    @ValueSource(strings = {"light", "dark"})
    void everyTextStandsOutFromItsGround(String scheme) throws IOException {
        chromium.open(page, 1360, 1000, scheme);
        chromium.evaluate(
                "document.querySelectorAll('.grid .cell').forEach((cell, i) => i % 50 === 0 && cell.click())");
        settle();

        assertThat(chromium.text(Files.readString(Path.of("src/test/resources/report/contrast.js"))))
                .isEmpty();
    }

    @Test
    void everyControlHasAName() {
        chromium.open(page, 1360, 1000, "light");

        assertThat(chromium.namelessControls()).isEmpty();
    }

    @Test
    void fitsANarrowWindowAndPaper() throws IOException {
        chromium.open(page, 420, 900, "light");
        chromium.screenshot(PICTURES.resolve("narrow.png"), false);
        assertThat(chromium.evaluate("document.documentElement.scrollWidth <= innerWidth"))
                .isEqualTo(new Json.Bool(true));

        chromium.print(PICTURES.resolve("report.pdf"));
        assertThat(Files.size(PICTURES.resolve("report.pdf"))).isGreaterThan(10_000);
        assertThat(chromium.complaints()).isEmpty();
    }

    private static void search(String text) {
        chromium.evaluate("(() => { const field = document.querySelector('[name=text]'); field.value = '" + text
                + "'; field.dispatchEvent(new Event('input', {bubbles: true})); })()");
    }

    private static String count() {
        return chromium.text("document.getElementById('count').textContent");
    }

    private static void settle() {
        chromium.evaluate("new Promise(done => setTimeout(() => requestAnimationFrame(() => done(true)), 50))");
    }
}
