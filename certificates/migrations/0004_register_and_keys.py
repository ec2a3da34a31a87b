import django.db.models.deletion
import django.db.models.functions.comparison
import django.db.models.functions.text
import django.db.models.lookups
import django.utils.timezone
import lms.constraints
import uuid
from django.conf import settings
from django.db import migrations, models

from lms.triggers import NoLongerAppendOnly, NoLongerFrozen


class Migration(migrations.Migration):

    dependencies = [
        ('certificates', '0003_refusals_by_code_and_frozen_states'),
        ('courses', '0002_keep_what_was_answered'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        # The tables are rebuilt below; 0006 guards them anew.
        NoLongerAppendOnly("Certificate", but=["state", "revoked_at", "valid_until"]),
        NoLongerAppendOnly("CertificateFile"),
        NoLongerFrozen(
            "Certificate",
            "ended",
            when="OLD.state <> 'issued' AND (NEW.state <> OLD.state OR NEW.revoked_at <> OLD.revoked_at)",
            columns=("state", "revoked_at"),
            delete=False,
        ),
        NoLongerFrozen(
            "TemplateVersion",
            "published",
            when="OLD.published_at IS NOT NULL",
            columns=("template_id", "n", "layout", "spec", "published_at"),
        ),
        migrations.CreateModel(
            name='Asset',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sha256', models.CharField(max_length=64, unique=True)),
                ('name', models.CharField(max_length=120, verbose_name='name')),
                ('width', models.PositiveIntegerField()),
                ('height', models.PositiveIntegerField()),
                ('size', models.PositiveIntegerField()),
                ('storage_key', models.CharField(max_length=200)),
                ('added_at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='CertificateWord',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('word', models.CharField(db_index=True, max_length=120)),
            ],
        ),
        migrations.CreateModel(
            name='CourseAward',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('course', 'Course completion'), ('level', 'Language level'), ('diploma', 'Diploma')], max_length=10)),
            ],
        ),
        migrations.CreateModel(
            name='KindRule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('course', 'Course completion'), ('level', 'Language level'), ('diploma', 'Diploma')], max_length=10, unique=True)),
                ('second_person', models.BooleanField(default=False, verbose_name='a second person approves')),
                ('months_valid', models.PositiveSmallIntegerField(default=0, verbose_name='valid for, months')),
            ],
        ),
        migrations.CreateModel(
            name='Revocation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('reason', models.CharField(choices=[('misspelt', 'The name is misspelt'), ('name_changed', 'The name was changed by law'), ('wrong_facts', 'Something else on it is wrong'), ('not_earned', 'It should not have been issued'), ('fraud', 'Fraud'), ('other', 'Another reason')], max_length=16)),
                ('note', models.CharField(blank=True, max_length=500)),
                ('requested_at', models.DateTimeField()),
                ('agreed', models.BooleanField(blank=True, null=True)),
                ('decided_at', models.DateTimeField(blank=True, null=True)),
            ],
        ),
        migrations.CreateModel(
            name='Share',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('token', models.CharField(max_length=32, unique=True)),
                ('is_on', models.BooleanField(default=True)),
                ('changed_at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='SigningKey',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kid', models.CharField(max_length=40, unique=True)),
                ('purpose', models.CharField(choices=[('credential', 'Credentials'), ('offline', 'Square codes')], max_length=12)),
                ('public', models.CharField(max_length=100)),
                ('private_ref', models.CharField(max_length=200)),
                ('state', models.CharField(choices=[('active', 'Active'), ('verify_only', 'Verifies only'), ('compromised', 'Compromised')], default='active', max_length=12)),
                ('is_test', models.BooleanField(default=False)),
                ('created_at', models.DateTimeField()),
                ('retired_at', models.DateTimeField(blank=True, null=True)),
                ('compromised_at', models.DateTimeField(blank=True, null=True)),
            ],
        ),
        migrations.CreateModel(
            name='StatusList',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('n', models.PositiveIntegerField(unique=True)),
                ('seed', models.CharField(max_length=64)),
            ],
        ),
        migrations.RemoveConstraint(
            model_name='issuebatch',
            name='issue_batch_one_running_per_cohort',
        ),
        migrations.AddField(
            model_name='certificate',
            name='drafted_at',
            field=models.DateTimeField(default=django.utils.timezone.now),
        ),
        migrations.AddField(
            model_name='certificate',
            name='reason',
            field=models.CharField(blank=True, choices=[('misspelt', 'The name is misspelt'), ('name_changed', 'The name was changed by law'), ('wrong_facts', 'Something else on it is wrong'), ('not_earned', 'It should not have been issued'), ('fraud', 'Fraud'), ('other', 'Another reason')], max_length=16),
        ),
        migrations.AddField(
            model_name='issuebatch',
            name='decided_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='issuebatch',
            name='decided_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='issuebatch',
            name='kind',
            field=models.CharField(choices=[('course', 'Course completion'), ('level', 'Language level'), ('diploma', 'Diploma')], default='course', max_length=10),
        ),
        migrations.AddField(
            model_name='issuebatch',
            name='purpose',
            field=models.CharField(choices=[('issue', 'Issue'), ('reissue', 'Replace')], default='issue', max_length=8),
        ),
        migrations.AddField(
            model_name='issuebatchrow',
            name='replaces',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='certificates.certificate'),
        ),
        migrations.AddField(
            model_name='template',
            name='public_id',
            field=models.UUIDField(default=uuid.uuid4, editable=False, null=True),
        ),
        migrations.AddField(
            model_name='templateversion',
            name='changed_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='templateversion',
            name='changed_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='templateversion',
            name='public_id',
            field=models.UUIDField(default=uuid.uuid4, editable=False, null=True),
        ),
        migrations.AddField(
            model_name='templateversion',
            name='published_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='templateversion',
            name='rev',
            field=models.PositiveIntegerField(default=0, editable=False),
        ),
        migrations.AddField(
            model_name='templateversion',
            name='state',
            field=models.CharField(choices=[('draft', 'Draft'), ('published', 'Published'), ('retired', 'Retired')], default='draft', max_length=10),
        ),
        migrations.AlterField(
            model_name='certificate',
            name='code',
            field=models.CharField(blank=True, max_length=16, null=True, unique=True),
        ),
        migrations.AlterField(
            model_name='certificate',
            name='issued_at',
            field=models.DateTimeField(blank=True, db_index=True, null=True),
        ),
        migrations.AlterField(
            model_name='certificate',
            name='n',
            field=models.PositiveIntegerField(blank=True, null=True),
        ),
        migrations.AlterField(
            model_name='certificate',
            name='number',
            field=models.CharField(blank=True, max_length=40, null=True, unique=True),
        ),
        migrations.AlterField(
            model_name='certificate',
            name='series',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='certificates', to='certificates.series'),
        ),
        migrations.AlterField(
            model_name='certificate',
            name='state',
            field=models.CharField(choices=[('draft', 'Draft'), ('issued', 'Valid'), ('revoked', 'Revoked'), ('superseded', 'Replaced'), ('cancelled', 'Cancelled')], default='draft', max_length=10),
        ),
        migrations.AlterField(
            model_name='certificatefile',
            name='sha256',
            field=models.CharField(db_index=True, max_length=64),
        ),
        migrations.AlterField(
            model_name='issuebatch',
            name='state',
            field=models.CharField(choices=[('checking', 'Being checked'), ('awaiting', 'Waiting for approval'), ('running', 'Being issued'), ('done', 'Done'), ('cancelled', 'Cancelled')], default='checking', max_length=10),
        ),
        migrations.AlterField(
            model_name='issuebatchrow',
            name='certificate',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='batch_rows', to='certificates.certificate'),
        ),
        migrations.AlterField(
            model_name='issuebatchrow',
            name='outcome',
            field=models.CharField(choices=[('ready', 'Waiting'), ('drafted', 'Checked'), ('issued', 'Issued'), ('skipped', 'Already issued'), ('refused', 'Refused')], default='ready', max_length=8),
        ),
        migrations.AlterField(
            model_name='template',
            name='kind',
            field=models.CharField(choices=[('course', 'Course completion'), ('level', 'Language level'), ('diploma', 'Diploma')], default='course', max_length=10, verbose_name='kind'),
        ),
        migrations.AddConstraint(
            model_name='issuebatch',
            constraint=models.UniqueConstraint(condition=models.Q(('purpose', 'issue'), models.Q(('state__in', ('done', 'cancelled')), _negated=True)), fields=('cohort', 'kind'), name='issue_batch_one_running_per_cohort'),
        ),
        migrations.AddConstraint(
            model_name='issuebatch',
            constraint=models.CheckConstraint(condition=models.Q(('decided_by__isnull', True), ('state', 'cancelled'), models.Q(('decided_by', models.F('requested_by')), _negated=True), _connector='OR'), name='issue_batch_approved_by_another'),
        ),
        migrations.AddConstraint(
            model_name='template',
            constraint=models.CheckConstraint(condition=models.Q(django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('name'), 120), lms.constraints.HasNoNul(models.F('name'))), name='template_name_text'),
        ),
        migrations.AddConstraint(
            model_name='templateversion',
            constraint=models.CheckConstraint(condition=models.Q(django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length(django.db.models.functions.comparison.Cast('spec', models.TextField())), 200000), lms.constraints.HasNoJsonNul(models.F('spec'))), name='template_version_spec_json'),
        ),
        migrations.AddField(
            model_name='asset',
            name='added_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='certificateword',
            name='certificate',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='words', to='certificates.certificate'),
        ),
        migrations.AddField(
            model_name='courseaward',
            name='course',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='awards', to='courses.course'),
        ),
        migrations.AddField(
            model_name='courseaward',
            name='template',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='certificates.template'),
        ),
        migrations.AddConstraint(
            model_name='kindrule',
            constraint=models.CheckConstraint(condition=models.Q(('months_valid__lte', 600)), name='kind_rule_months_valid_number'),
        ),
        migrations.AddField(
            model_name='revocation',
            name='certificate',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='revocations', to='certificates.certificate'),
        ),
        migrations.AddField(
            model_name='revocation',
            name='decided_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='revocation',
            name='requested_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='share',
            name='certificate',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='share', to='certificates.certificate'),
        ),
        migrations.AddConstraint(
            model_name='signingkey',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'active')), fields=('purpose',), name='signing_key_one_active_a_purpose'),
        ),
        migrations.AddConstraint(
            model_name='signingkey',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'compromised'), _negated=True), ('compromised_at__isnull', False), _connector='OR'), name='signing_key_compromised_has_date'),
        ),
        migrations.AddField(
            model_name='certificate',
            name='signing_key',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='certificates.signingkey'),
        ),
        migrations.AddConstraint(
            model_name='certificate',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'draft')), fields=('enrolment', 'kind'), name='certificate_one_draft_per_enrolment'),
        ),
        migrations.AddConstraint(
            model_name='certificate',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('code__isnull', True), ('issued_at__isnull', True), ('n__isnull', True), ('number__isnull', True), ('series__isnull', True), ('state__in', ('draft', 'cancelled'))), models.Q(models.Q(('state__in', ('draft', 'cancelled')), _negated=True), ('code__isnull', False), ('issued_at__isnull', False), ('n__isnull', False), ('number__isnull', False), ('series__isnull', False)), _connector='OR'), name='certificate_numbered_when_issued'),
        ),
        migrations.AddConstraint(
            model_name='asset',
            constraint=models.CheckConstraint(condition=models.Q(django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('name'), 120), lms.constraints.HasNoNul(models.F('name'))), name='asset_name_text'),
        ),
        migrations.AddConstraint(
            model_name='certificateword',
            constraint=models.UniqueConstraint(fields=('certificate', 'word'), name='certificate_word_once'),
        ),
        migrations.AddConstraint(
            model_name='courseaward',
            constraint=models.UniqueConstraint(fields=('course', 'kind'), name='course_award_once'),
        ),
        migrations.AddConstraint(
            model_name='revocation',
            constraint=models.UniqueConstraint(condition=models.Q(('agreed__isnull', True)), fields=('certificate',), name='revocation_one_open_a_certificate'),
        ),
        migrations.AddConstraint(
            model_name='revocation',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('agreed', True), _negated=True), models.Q(('decided_by__isnull', False), models.Q(('decided_by', models.F('requested_by')), _negated=True)), _connector='OR'), name='revocation_by_two_persons'),
        ),
        migrations.AddConstraint(
            model_name='revocation',
            constraint=models.CheckConstraint(condition=models.Q(django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('note'), 500), lms.constraints.HasNoNul(models.F('note'))), name='revocation_note_text'),
        ),
    ]
