# Rscript generate.R > expected.json
suppressMessages({library(sandwich); library(lmtest); library(nlme); library(jsonlite)})
RNGversion("4.2.2"); set.seed(20260701)

rows <- function(terms, estimate, V, df) {
  se <- sqrt(diag(V)); q <- if (is.finite(df)) qt(0.975, df) else qnorm(0.975)
  p <- if (is.finite(df)) 2 * pt(-abs(estimate / se), df) else 2 * pnorm(-abs(estimate / se))
  data.frame(term = terms, estimate = unname(estimate), se = unname(se), p = unname(p), ciLow = unname(estimate - q * se), ciHigh = unname(estimate + q * se))
}
mean_effect <- function(b, V, C, df) { # C: one row of added terms for each post point
  m <- colMeans(C); se <- sqrt(drop(m %*% V %*% m))
  list(estimate = sum(m * b), se = se, ciLow = sum(m * b) - qt(0.975, df) * se, ciHigh = sum(m * b) + qt(0.975, df) * se)
}
out <- list()

# One monthly series: first post point 37, one harmonic; a second intervention at 55.
n <- 72; t <- 1:n
y <- round(60 + 0.15 * t - 6 * (t >= 37) - 0.2 * pmax(0, t - 37) + 3 * (t >= 55) + 4 * sin(2 * pi * t / 12) + as.numeric(arima.sim(list(ar = 0.45), n, sd = 2.5)), 1)
D <- as.numeric(t >= 37); A <- D * (t - 37); D2 <- as.numeric(t >= 55); A2 <- D2 * (t - 55)
s1 <- sin(2 * pi * t / 12); c1 <- cos(2 * pi * t / 12); s2 <- sin(4 * pi * t / 12); c2 <- cos(4 * pi * t / 12)
names1 <- c("intercept", "time", "level", "timeAfter", "sin1", "cos1")
out$values <- y

fit <- lm(y ~ t + D + A + s1 + c1); df <- fit$df.residual; C <- cbind(0, 0, D, A, 0, 0)[D == 1, ]
V <- NeweyWest(fit, lag = 3, prewhite = FALSE, adjust = TRUE)
out$ols <- list(coefficients = rows(names1, coef(fit), vcov(fit), df), meanEffect = mean_effect(coef(fit), vcov(fit), C, df),
  sigma = summary(fit)$sigma, rSquared = summary(fit)$r.squared, durbinWatson = unname(dwtest(fit)$statistic),
  breuschGodfrey = list(list(statistic = unname(bgtest(fit, 1)$statistic), p = unname(bgtest(fit, 1)$p.value)), list(statistic = unname(bgtest(fit, 12)$statistic), p = unname(bgtest(fit, 12)$p.value))),
  autocorrelation = as.numeric(acf(resid(fit), 12, plot = FALSE)$acf)[-1])
out$neweyWest <- list(coefficients = rows(names1, coef(fit), V, df), meanEffect = mean_effect(coef(fit), V, C, df))

fit2 <- lm(y ~ t + D + A + D2 + A2); V2 <- NeweyWest(fit2, lag = 5, prewhite = FALSE, adjust = FALSE); C2 <- cbind(0, 0, D, A, D2, A2)[D == 1, ]; C22 <- cbind(0, 0, 0, 0, D2, A2)[D2 == 1, ]
out$twoInterventions <- list(coefficients = rows(c("intercept", "time", "level1", "timeAfter1", "level2", "timeAfter2"), coef(fit2), V2, fit2$df.residual),
  meanEffect = mean_effect(coef(fit2), V2, C2, fit2$df.residual), ofSecond = mean_effect(coef(fit2), V2, C22, fit2$df.residual))

# Autoregressive errors, without and with points 33 to 36 left out as a transition.
ar <- function(keep) {
  d <- data.frame(y, t, D, A)[keep, ]; k <- 4; m <- nrow(d)
  reml <- gls(y ~ t + D + A, d, correlation = corAR1(0.3, form = ~ t), method = "REML", control = glsControl(tolerance = 1e-12, msTol = 1e-14, maxIter = 500))
  rho <- 0
  for (i in 1:500) { # Prais-Winsten, repeated; the fit itself by gls with the correlation given
    g <- if (i == 1) lm(y ~ t + D + A, d) else gls(y ~ t + D + A, d, correlation = corAR1(rho, form = ~ t, fixed = TRUE), method = "REML")
    e <- as.numeric(d$y - cbind(1, d$t, d$D, d$A) %*% coef(g)); pair <- which(diff(d$t) == 1)
    new <- sum(e[pair + 1] * e[pair]) / sum(e[pair]^2); if (abs(new - rho) < 1e-12) break; rho <- new
  }
  list(praisWinsten = list(rho = rho, sigma = g$sigma * sqrt(1 - rho^2), coefficients = rows(names1[1:4], coef(g), vcov(g), m - k), meanEffect = mean_effect(coef(g), vcov(g), cbind(0, 0, d$D, d$A)[d$D == 1, ], m - k)),
    reml = list(rho = unname(coef(reml$modelStruct$corStruct, unconstrained = FALSE)), sigma = reml$sigma, logLikelihood = as.numeric(logLik(reml)), coefficients = rows(names1[1:4], coef(reml), vcov(reml), m - k)))
}
out$ar <- ar(rep(TRUE, n)); out$arWithTransition <- ar(!(t %in% 33:36))
keep <- !(t %in% 33:36); fit3 <- lm(y ~ t + D + A, subset = keep)
out$olsWithTransition <- list(coefficients = rows(names1[1:4], coef(fit3), vcov(fit3), fit3$df.residual))

# Counts.
exposure <- round(900 + 4 * t + 40 * s2)
counts <- rnbinom(n, mu = exposure * exp(-2.6 + 0.003 * t - 0.25 * D + 0.1 * s1), size = 60)
out$counts <- counts; out$exposures <- exposure
control <- glm.control(epsilon = 1e-15, maxit = 100)
po <- glm(counts ~ t + D + A + s1 + c1 + s2 + c2 + offset(log(exposure)), family = poisson, control = control)
qp <- glm(counts ~ t + D + A + s1 + c1 + s2 + c2 + offset(log(exposure)), family = quasipoisson, control = control)
names2 <- c(names1, "sin2", "cos2")
out$poisson <- list(coefficients = rows(names2, coef(po), vcov(po), Inf))
out$quasiPoisson <- list(dispersion = summary(qp)$dispersion, coefficients = rows(names2, coef(qp), vcov(qp), qp$df.residual))
step <- glm(counts ~ t + D + offset(log(exposure)), family = quasipoisson, control = control)
out$step <- list(dispersion = summary(step)$dispersion, coefficients = rows(names1[1:3], coef(step), vcov(step), step$df.residual))
out$fitted <- as.numeric(fitted(qp))
# Effect in counts, its variance by numerical derivatives.
X1 <- cbind(1, t, D, A, s1, c1, s2, c2); X0 <- X1; X0[, 3:4] <- 0
effect <- function(b) (exposure * (exp(X1 %*% b) - exp(X0 %*% b)))[D == 1]
count_effect <- function(f) {
  b <- unname(coef(qp)); h <- 1e-4; d <- sapply(seq_along(b), function(j) { u <- h * replace(0 * b, j, 1); (8 * (f(b + u) - f(b - u)) - (f(b + 2 * u) - f(b - 2 * u))) / (12 * h) })
  e <- f(b); se <- sqrt(drop(d %*% vcov(qp) %*% d)); q <- qt(0.975, qp$df.residual)
  list(estimate = e, se = se, ciLow = e - q * se, ciHigh = e + q * se)
}
out$countEffect <- list(mean = count_effect(function(b) mean(effect(b))), last = count_effect(function(b) effect(b)[36]))

# Difference in differences: 24 units, 9 of them treated, 8 periods, the intervention at period 5.
d <- expand.grid(period = 1:8, unit = 1:24); d$treated <- as.numeric(d$unit <= 9); d$post <- as.numeric(d$period >= 5)
d$value <- round(40 + rnorm(24, 0, 4)[d$unit] + 0.5 * d$period - 3 * d$treated * d$post + rnorm(nrow(d), 0, 2), 1)
out$panel <- d
did <- function(y, d) {
  f <- lm(y ~ treated * post, d); names <- c("intercept", "treated", "post", "treatedPost")
  pre <- d$post == 0; dp <- d[pre, ]; dp$y <- y[pre]; g <- lm(y ~ treated * period, dp)
  list(hc1 = rows(names, coef(f), vcovHC(f, "HC1"), f$df.residual), hc3 = rows(names, coef(f), vcovHC(f, "HC3"), f$df.residual),
    cluster = rows(names, coef(f), vcovCL(f, d$unit, type = "HC1"), length(unique(d$unit)) - 1),
    preHc3 = rows(c("a", "b", "c", "treatedTime"), coef(g), vcovHC(g, "HC3"), g$df.residual)[4, ],
    preCluster = rows(c("a", "b", "c", "treatedTime"), coef(g), vcovCL(g, dp$unit, type = "HC1"), length(unique(d$unit)) - 1)[4, ])
}
out$did <- did(d$value, d); out$didLog <- did(log(d$value), d)

# A control series with the same season.
z <- round(55 + 0.1 * t - 1.5 * D + 4 * s1 + as.numeric(arima.sim(list(ar = 0.45), n, sd = 2.5)), 1)
out$control <- z
both <- data.frame(v = c(z, y), G = rep(0:1, each = n), t = c(t, t), D = c(D, D), A = c(A, A), s1 = c(s1, s1), c1 = c(c1, c1))
fc <- lm(v ~ t + D + A + G + G:t + G:D + G:A + s1 + c1, both); order <- c("(Intercept)", "t", "D", "A", "G", "t:G", "D:G", "A:G", "s1", "c1")
names3 <- c("intercept", "time", "level", "timeAfter", "group", "groupTime", "groupLevel", "groupTimeAfter", "sin1", "cos1")
out$controlledOls <- list(sigma = summary(fc)$sigma, coefficients = rows(names3, coef(fc)[order], vcov(fc)[order, order], fc$df.residual))
Vc <- vcovPL(fc, cluster = data.frame(id = both$G, time = both$t), lag = 3, aggregate = TRUE, adjust = FALSE)
out$controlledNeweyWest <- list(coefficients = rows(names3, coef(fc)[order], Vc[order, order], n - 4))
cat(toJSON(out, digits = NA, auto_unbox = TRUE), "\n")
