package vpceguard.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintStream;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import vpceguard.cli.Input.Read;
import vpceguard.cli.Input.Refused;
import vpceguard.json.Json;
import vpceguard.json.JsonWriter;

class FilterTest {
    private static final Filter ECHO = new Filter(members -> members.textAt("say")
            .<Input<Json.Obj>>map(
                    said -> new Read<>(Json.object().put("said", said).build()))
            .orElseGet(() -> new Refused<>("nothing to say")));

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '\0',
            value = {
                "{\"id\":1,\"say\":\"grüß 𝄞\"} ~ {\"id\":1,\"said\":\"grüß 𝄞\"}",
                "{\"say\":\"no id\"} ~ {\"said\":\"no id\"}",
                "{\"say\":\"id last\",\"id\":{\"any\":[\"value\"]}} ~ {\"id\":{\"any\":[\"value\"]},\"said\":\"id last\"}",
                "\ufeff{\"id\":2,\"say\":\"mark\"} ~ {\"id\":2,\"said\":\"mark\"}",
                "{\"id\":3} ~ {\"id\":3,\"error\":\"nothing to say\"}",
                "[] ~ {\"error\":\"expected an object\"}",
                "{\"id\":4,\"say\":} ~ {\"id\":4,\"error\":\"expected a value, character 15 at /say\"}",
                "{ \"id\" : \"x-5\" , \"say\":\"a\",\"say\":\"b\"} ~ {\"id\":\"x-5\",\"error\":\"member stands twice, character 33 at /say\"}",
                "{\"id\":\"\\ud800\",} ~ {\"error\":\"expected a member name, character 16 at the whole document\"}",
                "no JSON ~ {\"error\":\"expected a value, character 1 at the whole document\"}"
            })
    void eachLineHasItsAnswer(String line, String answer) {
        assertThat(ECHO.answer(line.getBytes(UTF_8)).map(JsonWriter::compact)).contains(answer);
    }

    @Test
    void blankLinesHaveNone() {
        assertThat(run("\n  \r\n\t\n{\"say\":\"a\"}\r\n\n")).isEqualTo("{\"said\":\"a\"}\n");
    }

    @Test
    void bytesThatAreNoTextSpoilTheirOwnLineOnly() {
        var lines = "{\"say\":\"\u00ff\"}\n{\"say\":\"a\"}".getBytes(ISO_8859_1);
        assertThat(run(new ByteArrayInputStream(lines))).isEqualTo("""
                {"error":"not in UTF-8"}
                {"said":"a"}
                """);
    }

    @Test
    void anEndlessLineIsRefusedAndTheNextRead() {
        assertThat(run("{\"say\":\"" + "x".repeat(Input.LONGEST) + "\"}\n{\"say\":\"a\"}"))
                .isEqualTo("""
                {"error":"longer than 4194304 bytes"}
                {"said":"a"}
                """);
    }

    @Test
    void aFaultOfTheProgramIsToldAndTheNextLineRead() {
        var faulty = new Filter(members -> {
            if (members.members().isEmpty()) {
                throw new StackOverflowError();
            }
            throw new IllegalStateException("a \u001b[31mfault");
        });
        assertThat(faulty.answer("{\"id\":1}".getBytes(UTF_8)).map(JsonWriter::compact))
                .contains("{\"id\":1,\"error\":\"internal error,"
                        + " \\\"java.lang.IllegalStateException: a \\\\u001b[31mfault\\\"\"}");
        assertThat(faulty.answer("{}".getBytes(UTF_8)).map(JsonWriter::compact))
                .contains("{\"error\":\"internal error, \\\"java.lang.StackOverflowError\\\"\"}");
    }

    @Test
    void aLineIsAnsweredBeforeTheNextIsThere() throws Exception {
        try (var questions = new PipedOutputStream();
                var answers = new PipedInputStream()) {
            var terminal = new Terminal(
                    new PipedInputStream(questions),
                    new PrintStream(new PipedOutputStream(answers), false, UTF_8),
                    System.err);
            Thread.ofVirtual().start(() -> run(terminal));
            for (int i = 0; i < 3; i++) {
                questions.write("{\"say\":\"a\"}\n".getBytes(UTF_8));
                questions.flush();
                assertThat(new String(answers.readNBytes(13), UTF_8)).isEqualTo("{\"said\":\"a\"}\n");
            }
        }
    }

    @Test
    void endsWhenNobodyReadsTheAnswers() {
        var read = new AtomicInteger();
        var endless = new InputStream() {
            @Override
            public int read() {
                return read.incrementAndGet() % 2 == 0 ? '\n' : '1';
            }

            @Override
            public int read(byte[] into, int from, int length) {
                into[from] = (byte) read();
                return 1;
            }
        };
        run(new Terminal(endless, new PrintStream(new Closed(), false, UTF_8), System.err));
        assertThat(read.get()).isLessThan(10);
    }

    private static String run(String lines) {
        return run(new ByteArrayInputStream(lines.getBytes(UTF_8)));
    }

    private static String run(InputStream lines) {
        var out = new ByteArrayOutputStream();
        run(new Terminal(lines, new PrintStream(out, false, UTF_8), System.err));
        return out.toString(UTF_8);
    }

    private static int run(Terminal terminal) {
        return ECHO.run(terminal);
    }

    @Test
    void saysWhyItCannotRead() {
        var directory = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("Is a directory");
            }

            @Override
            public int read(byte[] into, int from, int length) throws IOException {
                return read();
            }
        };
        var err = new ByteArrayOutputStream();
        var nobody = new PrintStream(OutputStream.nullOutputStream(), false, UTF_8);

        assertThat(run(new Terminal(directory, nobody, new PrintStream(err, true, UTF_8))))
                .isEqualTo(2);
        assertThat(err.toString(UTF_8)).isEqualTo("vpce-guard: standard input cannot be read, \"Is a directory\"\n");
    }

    /// A pipe whose reader is gone.
    private static final class Closed extends OutputStream {
        @Override
        public void write(int b) throws IOException {
            throw new IOException("broken pipe");
        }
    }
}
