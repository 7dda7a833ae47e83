package vpceguard.cli;

import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;
import vpceguard.cli.Input.Refused;
import vpceguard.cli.template.Declared;
import vpceguard.cli.template.Given;
import vpceguard.cli.template.Template;
import vpceguard.json.Quoted;
import vpceguard.model.Partition;
import vpceguard.model.ServiceName;

/// The template whose endpoints a command judges before they are made.
final class TemplateFile {
    /// A plan of a large configuration has tens of megabytes.
    private static final int LONGEST = 1 << 28;

    @Option(
            names = "--template",
            paramLabel = "FILE",
            description = "judge each endpoint of a CloudFormation template, or of what terraform show -json prints")
    Optional<String> file = Optional.empty();

    @Option(names = "--region", paramLabel = "REGION", description = "Region of the service or the template")
    Optional<String> region = Optional.empty();

    /// Each endpoint of a template that was named, or what is wrong with it or the perimeter.
    Input<List<Judged>> judged(PerimeterFile perimeter, Terminal terminal) {
        if (perimeter.file.isEmpty()) {
            return new Refused<>("--template needs --perimeter, the file that says who is trusted");
        }
        var odd = region.flatMap(Access::fault);
        if (odd.isPresent()) {
            return new Refused<>(odd.get());
        }
        region.ifPresent(name -> Access.remarkUnknown(name, terminal));
        var partition = region.map(Partition::of);
        var account = perimeter.where.account;
        return perimeter
                .where
                .in(partition.orElse("aws"))
                .then(_ -> TextFile.read(file.orElseThrow(), LONGEST))
                .then(text -> Input.ofFile(file.get(), Template.read(text, new Given(account, region, partition))))
                .map(all -> remarked(all, terminal))
                .then(all -> Input.all(
                        all,
                        declared -> perimeter
                                .in(partition(declared).or(() -> partition).orElse("aws"))
                                .map(within -> Judged.of(declared, within, account))));
    }

    private static List<Declared> remarked(List<Declared> all, Terminal terminal) {
        all.stream()
                .flatMap(declared -> declared.service().stream())
                .distinct()
                .forEach(name -> RegionalService.remarkUnknown(name, terminal));
        return all;
    }

    /// That of the service; empty if it names no Region.
    private static Optional<String> partition(Declared declared) {
        return declared.service().flatMap(ServiceName::region).map(Partition::of);
    }

    /// Says that there is nothing to judge, which may be a mistake.
    void remarkNone(Terminal terminal) {
        terminal.remark("vpce-guard: " + Quoted.of(file.orElse("")) + " declares no endpoint");
    }
}
