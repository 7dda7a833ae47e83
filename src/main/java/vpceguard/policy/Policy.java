package vpceguard.policy;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import vpceguard.json.Json;
import vpceguard.json.JsonWriter;

/// An endpoint policy: what it says, and the document that said it.
///
/// @param version empty if absent, which means 2008-10-17
/// @param source the document as it was read; writing it gives back the same policy. One that is only asked about, and
///     never written, may have any
public record Policy(Optional<String> version, List<Statement> statements, Json.Obj source) {
    /// The version in which `${…}` is a policy variable; in others it is plain text.
    public static final String WITH_VARIABLES = "2012-10-17";

    /// The other version, also of documents that name none.
    static final String WITHOUT_VARIABLES = "2008-10-17";

    /// "The size of an endpoint policy cannot exceed 20,480 characters, including white space" (AWS PrivateLink guide).
    public static final int LONGEST = 20_480;

    /// What EC2 gives an endpoint for which no policy is set.
    public static final String DEFAULT = """
            {"Version":"2008-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":"*","Resource":"*"}]}""";

    /// What an endpoint in quarantine gets: that it lets nothing through needs no proof.
    public static final String QUARANTINE = """
            {"Version":"2012-10-17","Statement":[{"Sid":"VpceGuardQuarantine",\
            "Effect":"Deny","Principal":"*","Action":"*","Resource":"*"}]}""";

    /// Lets nothing through.
    public static final Policy NOTHING = of(List.of());

    public Policy {
        statements = List.copyOf(statements);
    }

    /// A policy of our own of statements as they were read.
    public static Policy of(List<Statement> statements) {
        return PolicyReader.own(statements.stream().map(Statement::source).toList());
    }

    /// Whether `${…}` is a variable in this document.
    public boolean hasVariables() {
        return version.filter(WITH_VARIABLES::equals).isPresent();
    }

    public Stream<Statement> allows() {
        return statements.stream().filter(statement -> statement.effect() == Effect.ALLOW);
    }

    public Stream<Statement> denies() {
        return statements.stream().filter(statement -> statement.effect() == Effect.DENY);
    }

    /// The document on one line, as it is sent to EC2.
    public String text() {
        return JsonWriter.compact(source);
    }

    /// Whether the characters of a policy variable stand anywhere in the document, so that its version matters.
    public boolean mentionsVariables() {
        return text().contains("${");
    }
}
