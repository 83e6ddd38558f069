using Charthouse.Benchmarks;

// Whole-process comparisons; see bench/README.md. Each prints a Markdown table of medians and ratios measured in this run.
return args switch
{
    ["activity", var folder, .. var rest] => await ActivityBench.RunAsync(folder, rest),
    ["pages", var address, .. var rest] => await PageBench.RunAsync(address, rest),
    ["sign-in", var address, .. var rest] => await PageBench.SignInAsync(address, rest),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("""
        bench/run activity FOLDER [--events N] [--clinicians N] [--runs N] [--peers]   import, report, sensitivity, other time-outs; FOLDER is filled with a generated log when empty
        bench/run pages http://localhost:5080 [--seconds N]                            the Activity page at 20 requests/s, beside an empty page
        bench/run sign-in http://localhost:5080 [--seconds N]                          the sign-in page at 50 requests/s, beside an empty page
        """);
    return 2;
}
