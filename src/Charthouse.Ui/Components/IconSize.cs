namespace Charthouse.Ui;

public enum IconSize { Normal, Small, Tiny }
