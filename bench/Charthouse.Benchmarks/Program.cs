using Charthouse.Benchmarks;

// Whole-process comparisons; see bench/README.md. Each prints a Markdown table of medians and ratios measured in this run.
return args switch
{
    ["activity", var folder, .. var rest] => await ActivityBench.RunAsync(folder, rest),
    ["board", var folder, .. var rest] => await BoardBench.RunAsync(folder, rest),
    ["history", var folder, .. var rest] => await HistoryBench.RunAsync(folder, rest),
    ["listen", var folder, .. var rest] => await ListenBench.RunAsync(folder, rest),
    ["pages", var address, .. var rest] => await PageBench.RunAsync(address, rest),
    ["platform", var folder, .. var rest] => await PlatformBench.RunAsync(folder, rest),
    ["search"] => await SearchBench.RunAsync(100_000, 20, null),
    ["search", var connection] => await SearchBench.RunAsync(100_000, 20, connection),
    ["sign-in", var address, .. var rest] => await PageBench.SignInAsync(address, rest),
    ["similarity", .. var rest] => SimilarityBench.Run(rest),
    ["spc", .. var rest] => SpcBench.Run(rest),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("""
        bench/run activity FOLDER [--events N] [--clinicians N] [--runs N] [--peers]   import, report, sensitivity, other time-outs; FOLDER is filled with a generated log when empty
        bench/run board FOLDER [--seconds N]                                           the board of 200 measures at 5 requests/s
        bench/run history FOLDER [--entries N]                                         'history verify' of a chain of a million entries
        bench/run listen FOLDER [--seconds N]                                          report page, queue of 20,000 pain points, 1,000 reports at once
        bench/run pages http://localhost:5080 [--seconds N]                            the Activity page at 20 requests/s, beside an empty page
        bench/run platform FOLDER [--seconds N]                                        cold start, sign-in page and list of 20,000 people at 50 requests/s, memory
        bench/run search [CONNECTION-STRING]                                           search among 100,000 people on SQLite, and on an empty PostgreSQL database
        bench/run sign-in http://localhost:5080 [--seconds N]                          the sign-in page at 50 requests/s, beside an empty page
        bench/run similarity [--texts N]                                               five likely duplicates among 50,000 texts, beside a plain scan
        bench/run spc [--series N]                                                     10,000 control charts of 60 points with four sets of rules, beside 500 in base R
        """);
    return 2;
}
