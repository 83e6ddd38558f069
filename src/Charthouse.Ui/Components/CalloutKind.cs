namespace Charthouse.Ui;

public enum CalloutKind { Quiet, Accent, Concern, Error, Improve }
