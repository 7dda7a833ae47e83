package vpceguard.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;
import vpceguard.cli.Input.Read;
import vpceguard.cli.Input.Refused;
import vpceguard.cli.template.Given;
import vpceguard.cli.template.Template;
import vpceguard.json.Quoted;
import vpceguard.model.ServiceName;

/// A template whose endpoints a command judges before they are made.
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

    @Option(names = "--account", paramLabel = "ID", description = "account that the template is for")
    Optional<String> account = Optional.empty();

    /// Each endpoint, or what is wrong with the template or the perimeter.
    Input<List<Judged>> judged(Optional<String> perimeter, Optional<String> ring) {
        if (file.isEmpty() || perimeter.isEmpty()) {
            return new Refused<>("--template needs --perimeter, the file that says who is trusted");
        }
        var partition = region.map(where -> new ServiceName("com.amazonaws." + where + ".s3").partition());
        return Where.place(partition.orElse("aws"), account, ring)
                .then(_ -> TextFile.read(file.get(), LONGEST))
                .then(text -> Input.ofFile(file.get(), Template.read(text, new Given(account, region, partition))))
                .then(all -> {
                    Input<List<Judged>> judged = new Read<>(new ArrayList<>());
                    for (var declared : all) {
                        var here = declared.service()
                                .filter(name -> name.region().isPresent())
                                .map(ServiceName::partition)
                                .or(() -> partition)
                                .orElse("aws");
                        judged = judged.then(some -> Where.place(here, account, ring)
                                .then(place -> PerimeterFile.read(perimeter.get(), place))
                                .map(within -> {
                                    some.add(Judged.of(declared, within, account));
                                    return some;
                                }));
                    }
                    return judged;
                });
    }

    /// Says that there is nothing to judge, which may be a mistake.
    void remarkNone(Terminal terminal) {
        terminal.remark("vpce-guard: " + Quoted.of(file.orElse("")) + " declares no endpoint");
    }
}
