package vpceguard.cli.doctor;

import java.util.ArrayList;
import java.util.List;
import vpceguard.json.Quoted;

/// Whether all of the stack is deployed, and in which mode it runs.
final class StackCheck implements Check {
    /// CloudFormation begins a function's name with the stack's, as far as there is room.
    private static final String GUARDED = "vpce-guard";

    @Override
    public List<Sign> signs(DeployedStack stack, Questions aws) {
        var signs = new ArrayList<Sign>();
        signs.add(
                stack.status().matches("(CREATE|UPDATE|IMPORT)_COMPLETE")
                        ? Sign.well("stack", "it is deployed, " + stack.status())
                        : Sign.ill(
                                "stack", "it is in state " + stack.status(), "end the deployment, or deploy it again"));
        signs.add(
                stack.parameter("Mode").equals("enforce")
                        ? Sign.well("mode", "enforce: it repairs, unless the perimeter document says observe")
                        : Sign.odd(
                                "mode",
                                "observe: it tells and writes nothing",
                                "deploy with Mode=enforce once you agree with its notices"));
        var document = stack.parameter("PerimeterDocument");
        if (document.startsWith("ssm:") && !document.contains(GUARDED)) {
            signs.add(Sign.odd(
                    "names",
                    "the perimeter document's parameter does not have " + GUARDED + " in its name, by which the"
                            + " organization's policy and the alarm about tampering know it",
                    "give it a name such as ssm:/" + GUARDED + "/perimeter"));
        }
        stack.ofType("AWS::Lambda::Function").stream()
                .filter(name -> !name.contains(GUARDED))
                .map(name -> Sign.odd(
                        "names",
                        "the function " + Quoted.of(name) + " does not have " + GUARDED + " in its name, by which the"
                                + " organization's policy and the alarm about tampering know it",
                        "give the stack a name that begins with " + GUARDED))
                .forEach(signs::add);
        return signs;
    }
}
