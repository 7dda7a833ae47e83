package vpceguard.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// The house in one table: each package, and all that it may use.
class PackagesTest {
    private static final Map<String, List<String>> MAY_USE = read("""
            json         |
            model        | json
            policy       | json model
            policy.proof | json model policy
            policy.smt   | json model policy
            perimeter    | json model policy policy.proof
            perimeter.document | json model policy perimeter
            event        | json model
            control      | json model policy policy.proof perimeter event
            remediation  | json model policy policy.proof perimeter event control
            rehearsal    | json model policy perimeter event control remediation
            notice       | json model policy policy.proof perimeter event control remediation rehearsal
            notice.report | json model policy policy.proof perimeter event control remediation
            flow         | json model policy policy.proof perimeter perimeter.document event control remediation rehearsal notice
            aws.priming  | SDK TLS
            aws          | json model policy policy.proof perimeter perimeter.document event control remediation rehearsal notice flow aws.priming SDK XML
            aws.ledger   | json model perimeter event control remediation flow aws SDK
            lambda       | json model policy perimeter perimeter.document event control remediation rehearsal notice flow aws aws.ledger aws.priming SDK Lambda
            cli.template | json model YAML
            cli.shown    | json model
            cli.redrive  | json flow
            cli.doctor   | json model policy policy.proof perimeter perimeter.document event control remediation rehearsal notice flow aws
            cli.replay   | json model policy policy.proof perimeter perimeter.document event control remediation rehearsal notice flow
            cli          | json model policy policy.proof policy.smt perimeter perimeter.document event control remediation rehearsal notice notice.report flow aws aws.ledger cli.template cli.shown cli.doctor cli.replay cli.redrive SDK picocli
            """);
    private static final Map<String, String> LIBRARIES = Map.of(
            "SDK",
            "software.amazon.awssdk..",
            "Lambda",
            "com.amazonaws.services.lambda..",
            "picocli",
            "picocli..",
            "YAML",
            "org.snakeyaml.engine..",
            "XML",
            "javax.xml.stream..",
            "TLS",
            "javax.net.ssl..");

    /// Same input, same answer: what asks the machine instead has no place there.
    private static final Set<String> IMPURE =
            Set.of("flow", "aws", "aws.ledger", "aws.priming", "lambda", "cli", "cli.replay");

    private static final Set<String> ASKS_THE_MACHINE = Set.of(
            "java.lang.System.currentTimeMillis",
            "java.lang.System.nanoTime",
            "java.lang.System.getenv",
            "java.lang.System.getProperty",
            "java.util.UUID.randomUUID",
            "java.lang.Math.random");

    private static final int LONGEST_FILE = 400;

    private final JavaClasses main = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("vpceguard");

    @TestFactory
    Stream<DynamicTest> usesOnlyWhatTheTableAllows() {
        return MAY_USE.keySet().stream()
                .map(name -> DynamicTest.dynamicTest(
                        name,
                        () -> classes()
                                .that()
                                .resideInAPackage(packageOf(name))
                                .should()
                                .onlyDependOnClassesThat()
                                .resideInAnyPackage(allowed(name))
                                .allowEmptyShould(true)
                                .check(main)));
    }

    @Test
    void everyPackageIsInTheTableAndNullMarked() {
        var inTheTable = MAY_USE.keySet().stream().map(PackagesTest::packageOf).toList();
        var packages = new TreeSet<String>();
        main.forEach(type -> packages.add(type.getPackageName()));
        assertThat(packages)
                .isSubsetOf(inTheTable)
                .allSatisfy(name -> assertThat(main.getPackage(name).isAnnotatedWith(NullMarked.class))
                        .as("@NullMarked on %s", name)
                        .isTrue());
    }

    @Test
    void belowFlowNothingAsksTheMachine() {
        var pure = MAY_USE.keySet().stream()
                .filter(name -> !IMPURE.contains(name))
                .map(PackagesTest::packageOf)
                .toArray(String[]::new);
        noClasses()
                .that()
                .resideInAnyPackage(pure)
                .should()
                .dependOnClassesThat()
                .areAssignableTo(Clock.class)
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(RandomGenerator.class)
                .orShould()
                .accessTargetWhere(describe("it asks the machine", PackagesTest::asksTheMachine))
                .allowEmptyShould(true)
                .check(main);
    }

    @Test
    void noFileIsLongerThanOneReads() throws IOException {
        var lines = new LinkedHashMap<Path, Integer>();
        try (var files = Files.walk(Path.of("src"))) {
            for (var file : files.filter(path -> path.toString().endsWith(".java"))
                    .sorted()
                    .toList()) {
                lines.put(file, Files.readAllLines(file).size());
            }
        }
        lines.values().removeIf(count -> count <= LONGEST_FILE);
        assertThat(lines).as("source files over %d lines", LONGEST_FILE).isEmpty();
    }

    private static boolean asksTheMachine(JavaAccess<?> access) {
        var owner = access.getTargetOwner();
        return (owner.getPackageName().equals("java.time") && access.getName().equals("now"))
                || ASKS_THE_MACHINE.contains(owner.getName() + "." + access.getName());
    }

    private static String[] allowed(String name) {
        return Stream.concat(
                        Stream.of("java..", "org.jspecify.annotations..", packageOf(name)),
                        MAY_USE.getOrDefault(name, List.of()).stream().map(PackagesTest::packageOf))
                .toArray(String[]::new);
    }

    private static String packageOf(String name) {
        return LIBRARIES.getOrDefault(name, "vpceguard." + name);
    }

    private static Map<String, List<String>> read(String table) {
        return table.lines()
                .map(row -> row.split("[ |]+"))
                .collect(toMap(
                        words -> words[0],
                        words -> List.of(words).subList(1, words.length),
                        (one, other) -> one,
                        LinkedHashMap::new));
    }
}
