# 200 individuals charts of 60 points with qicharts2, data only, no drawing. Prints the seconds.
if (!requireNamespace("qicharts2", quietly = TRUE)) quit(status = 3)
suppressMessages(library(qicharts2))
set.seed(1)
series <- lapply(1:200, function(s) 50 + rnorm(60))
invisible(qic(series[[1]], chart = "i", return.data = TRUE))
seconds <- system.time(for (y in series) invisible(qic(y, chart = "i", return.data = TRUE)))[["elapsed"]]
cat(format(seconds, digits = 6))
